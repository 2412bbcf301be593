import type { BundleVerification, VerifiedStudy } from '../../../shared/bundles.ts'
import type { Store } from '../store/open.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { planStudy } from '../study/plan.ts'
import type { TicketPlace } from './bundle-messages.ts'
import type { ManifestStudy } from './manifest.ts'
import { isSameTicket } from './match-studies.ts'
import { readInWorker } from './read-in-worker.ts'

/**
 * Checks every byte of a bundle, whether its initial weights follow from their seeds, and compares its tickets with those
 * of the studies of this home that have the same spec.
 * @param wanted the study to compare with; default: every own one with the same spec
 * @throws LabError `bundle.invalid`, `bundle.newer`
 */
export async function verifyBundle(
  store: Store,
  path: string,
  wanted: StudyRecord | null,
): Promise<BundleVerification> {
  const { bytes, manifest, content } = await readInWorker({ path, depth: 'seeds' })
  const all = wanted ? [wanted] : store.studies.list().filter(({ origin }) => origin === null)
  return {
    path,
    bytes,
    studies: manifest.studies.map((study, index) => {
      const strangers = (content?.strangers ?? []).filter((place) => place.study === index)
      const same = all.filter((candidate) => JSON.stringify(candidate.spec) === JSON.stringify(study.spec))
      return {
        ...checkStudy(study, strangers),
        spec: study.spec,
        comparisons: (wanted ? all : same).map((candidate) =>
          compareStudies(study, candidate, store.tickets.ofStudy(candidate.id)),
        ),
      }
    }),
  }
}

function checkStudy(
  study: ManifestStudy,
  strangers: readonly TicketPlace[],
): Omit<VerifiedStudy, 'comparisons' | 'spec'> {
  const { kept } = planStudy(study.spec)
  const unplanned = study.tickets.filter(({ round, layers }) =>
    layers.some((layer, index) => layer.kept !== kept[round]?.[index]),
  )
  return {
    id: study.id,
    name: study.spec.name,
    tickets: study.tickets.length,
    fromSeed: study.tickets.length - strangers.length,
    keptAsPlanned: study.tickets.length - unplanned.length,
  }
}

function compareStudies(
  study: ManifestStudy,
  own: StudyRecord,
  tickets: readonly TicketRecord[],
): VerifiedStudy['comparisons'][number] {
  const states = study.tickets.map((ticket) => {
    const { id, dataset, trial, kind, round } = ticket
    const found = tickets.find(
      (candidate) =>
        candidate.dataset === dataset &&
        candidate.trial === trial &&
        candidate.kind === kind &&
        candidate.round === round,
    )
    const state = !found
      ? ('absent' as const)
      : isSameTicket(found, ticket)
        ? ('same' as const)
        : ('different' as const)
    return { id, dataset, trial, kind, round, state }
  })
  return { study: own.id, tickets: states, differences: stateDifferences(study, own) }
}

/** What two studies were not the same in, in words. */
function stateDifferences(study: ManifestStudy, own: StudyRecord): string[] {
  const pairs: [string, string, string][] = [
    ['spec', JSON.stringify(study.spec), JSON.stringify(own.spec)],
    ['engine', study.engine ?? 'not noted', own.engine ?? 'not noted'],
    ['device', study.device ?? 'not noted', own.device ?? 'not noted'],
    ['Ticketscope', study.software?.ticketscope ?? 'not noted', own.software?.ticketscope ?? 'not noted'],
    ['Node', study.software?.node ?? 'not noted', own.software?.node ?? 'not noted'],
    ...Object.entries(study.datasets).map(([name, sha256]): [string, string, string] => [
      `dataset ${name}`,
      sha256,
      own.datasets[name] ?? 'none',
    ]),
  ]
  return pairs.flatMap(([what, there, here]) =>
    there === here ? [] : [what === 'spec' ? 'the specs differ' : `${what}: ${there} in the bundle, ${here} here`],
  )
}
