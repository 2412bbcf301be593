import { resolve } from 'node:path'
import type {
  BundleExport,
  BundleImport,
  BundlePreview,
  BundleVerification,
  NetworkImport,
  WrittenReport,
} from '../../../shared/bundles.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { EnrichedPatternReport } from '../../../shared/comparison.ts'
import {
  exportBundle,
  exportDense,
  importBundle,
  importNetworks,
  previewBundle,
  selectStudy,
  selectTickets,
  setPdf,
  verifyBundle,
  writeReport,
  type Selection,
} from '../bundles/index.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { describeColumns } from '../study/distance-columns.ts'
import { finalTickets, measureStudy, type ComparisonContext } from '../study/measure-study.ts'
import { planStudy } from '../study/plan.ts'
import { testMeasuredStudy } from '../study/test-conditions.ts'
import type { DatasetRegistry } from './dataset-registry.ts'
import { findStudy } from './find.ts'

export interface BundleCallContext {
  home: string
  store: Store
  access: 'own' | 'share'
  registry: DatasetRegistry
  comparison: ComparisonContext
  findPatterns(input: CheckedInput<'findPatterns'>): EnrichedPatternReport
}

export function bundleCalls({ home, store, access, registry, comparison, findPatterns }: BundleCallContext) {
  return {
    async exportBundle(input: CheckedInput<'exportBundle'>): Promise<BundleExport> {
      const selections = select(input.items, input)
      const path = resolve(input.path)
      return input.dense ? exportDense(store, selections, path, input.weights) : exportBundle(store, selections, path)
    },
    previewBundle({ path }: CheckedInput<'previewBundle'>): Promise<BundlePreview> {
      return previewBundle({ home, store, datasets: registry.list() }, resolve(path))
    },
    async importBundle({ path }: CheckedInput<'importBundle'>): Promise<BundleImport> {
      requireOwn()
      return importBundle({ home, store, datasets: registry.list() }, resolve(path))
    },
    async importNetworks({ paths, name }: CheckedInput<'importNetworks'>): Promise<NetworkImport> {
      requireOwn()
      return importNetworks(
        store,
        paths.map((path) => resolve(path)),
        name,
      )
    },
    verifyBundle({ path, study }: CheckedInput<'verifyBundle'>): Promise<BundleVerification> {
      return verifyBundle(store, resolve(path), study === undefined ? null : findStudy(store, study))
    },
    async writeReport({ study: wanted, folder }: CheckedInput<'writeReport'>): Promise<WrittenReport> {
      const study = findStudy(store, wanted)
      const plan = planStudy(study.spec)
      if (finalTickets(store, plan, study).length === 0)
        throw new LabError(
          'study.state',
          `study "${study.name}" (${study.id}) has no finished tickets yet; report on it when it has`,
        )
      const measured = await measureStudy(comparison, study, {})
      const tests = await testMeasuredStudy(measured)
      const first = plan.network.layers.find(({ kind }) => kind === 'conv')
      const patterns = first ? findPatterns({ study: study.id, layer: first.name }) : null
      return writeReport({ columns: describeColumns(measured), tests, patterns }, study, resolve(folder))
    },
    setPdf({ drawing, title }: CheckedInput<'setPdf'>): Promise<Uint8Array<ArrayBuffer>> {
      return setPdf(drawing, title)
    },
  }

  function requireOwn(): void {
    if (access !== 'own')
      throw new LabError('home.busy', `${home}: tickets can only be imported by the owner of the home`)
  }

  /** Studies whole, tickets by their ids; tickets of one study together. */
  function select(items: readonly string[], choice: { allRounds: boolean; trained: boolean }): Selection[] {
    const single = new Map<string, TicketRecord[]>()
    const whole = new Map<string, Selection>()
    for (const item of items) {
      const ticket = store.tickets.byId(item)
      if (!ticket) {
        const study = findStudy(store, item)
        whole.set(study.id, selectStudy(store, study, choice))
      } else if (!single.get(ticket.study)?.some(({ id }) => id === ticket.id)) {
        single.set(ticket.study, [...(single.get(ticket.study) ?? []), ticket])
      }
    }
    const parts = [...single].filter(([id]) => !whole.has(id))
    return [...whole.values(), ...parts.map(([id, tickets]) => selectTickets(findStudy(store, id), tickets, choice))]
  }
}
