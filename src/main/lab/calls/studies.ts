import { LabError } from '../../../shared/errors.ts'
import type { HowToRun } from '../../../shared/how-to-run.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { StudyDetail, StudyOutline, StudySummary, Ticket } from '../../../shared/results.ts'
import { resourceFile } from '../locations.ts'
import type { StudySpec } from '../../../shared/spec.ts'
import { isVerified } from '../study/measure-study.ts'
import { planStudy, studyId } from '../study/plan.ts'
import type { StudyQueue } from '../study/queue.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { Store } from '../store/open.ts'
import { findStudy, ticketsOf } from './find.ts'

/** What the study calls need; `queue` is null beside another owner of the home. */
export interface StudyCallContext {
  store: Store
  queue: StudyQueue | null
  /** @throws LabError when a dataset of the spec is unknown or does not fit the network */
  checkDatasets(spec: StudySpec): Record<string, string>
  removeCheckpoint(file: string): Promise<void>
  /** @throws LabError `engine.unavailable` where training cannot run as asked */
  checkEngine(asked: HowToRun): Promise<void>
}

export function studyCalls({ store, queue, checkDatasets, removeCheckpoint, checkEngine }: StudyCallContext) {
  const owned = (): StudyQueue => {
    if (!queue)
      throw new LabError(
        'home.busy',
        `${store.file}: another Ticketscope runs on this home; wait for it, stop it, or choose another home with --home`,
      )
    return queue
  }

  function enqueue(id: string, asked: HowToRun): StudySummary {
    owned().enqueue(id, asked)
    return summarise(store, findStudy(store, id))
  }

  return {
    outlineStudy({ spec }: CheckedInput<'outlineStudy'>): StudyOutline {
      const { network, kept, trials, epochs } = planStudy(spec)
      checkDatasets(spec)
      return {
        layers: network.layers.map(({ name, kind, shape, weights }) => ({ name, kind, shape, weights })),
        kept,
        runs: trials.length * (spec.pruning.rounds + 2),
        epochs,
      }
    },
    async runStudy({ spec, ...asked }: CheckedInput<'runStudy'>): Promise<StudySummary> {
      planStudy(spec)
      const datasets = checkDatasets(spec)
      owned()
      await checkEngine(asked)
      const taken = new Set(store.studies.list().map(({ id }) => id))
      const id = studyId(spec, (candidate) => taken.has(candidate))
      store.studies.add({ id, spec, datasets, createdAt: new Date().toISOString() })
      return enqueue(id, asked)
    },
    async resumeStudy({ study: wanted, ...asked }: CheckedInput<'resumeStudy'>): Promise<StudySummary> {
      const study = findStudy(store, wanted)
      if (study.status === 'finished')
        throw new LabError('study.state', `study "${study.name}" (${study.id}) is finished; there is nothing to resume`)
      checkDatasets(study.spec)
      owned()
      await checkEngine(asked)
      return enqueue(study.id, asked)
    },
    addExample(): StudySummary {
      owned()
      const [id = ''] = store.copyExample(resourceFile('example', 'example.sqlite'))
      return summarise(store, findStudy(store, id))
    },
    listStudies: (): StudySummary[] => store.studies.list().map((study) => summarise(store, study)),
    showStudy({ study: wanted }: CheckedInput<'showStudy'>): StudyDetail {
      const study = findStudy(store, wanted)
      const plan = planStudy(study.spec)
      const total = plan.network.layers.reduce((sum, layer) => sum + layer.weights, 0)
      return {
        ...summarise(store, study),
        spec: study.spec,
        engine: study.engine,
        device: study.device,
        metrics: store.epochs.list(study.id),
        notices: store.notices.list(study.id),
        density: plan.kept.map((kept) => kept.reduce((sum, count) => sum + count, 0) / total),
        trainedWeights: verifiedTickets(store, study).every(({ trainedSha256 }) => trainedSha256 !== null),
      }
    },
    pauseStudy({ study: wanted }: CheckedInput<'pauseStudy'>): StudySummary {
      const study = requireActive(findStudy(store, wanted), 'pause')
      if (queue) queue.pause(study.id)
      else store.studies.setWish(study.id, 'pause')
      return summarise(store, findStudy(store, study.id))
    },
    cancelStudy({ study: wanted }: CheckedInput<'cancelStudy'>): StudySummary {
      const study = findStudy(store, wanted)
      if (study.status === 'finished' || study.status === 'cancelled') requireActive(study, 'cancel')
      if (queue) queue.cancel(study.id)
      else store.studies.setWish(study.id, 'cancel')
      return summarise(store, findStudy(store, study.id))
    },
    renameStudy({ study: wanted, name }: CheckedInput<'renameStudy'>): StudySummary {
      const study = findStudy(store, wanted)
      owned()
      store.studies.rename(study.id, name)
      return summarise(store, findStudy(store, study.id))
    },
    async deleteStudy({ study: wanted }: CheckedInput<'deleteStudy'>): Promise<null> {
      const study = findStudy(store, wanted)
      owned()
      if (study.status === 'running')
        throw new LabError('study.state', `study "${study.name}" (${study.id}) is running; pause or cancel it first`)
      queue?.cancel(study.id)
      const checkpoints = store.checkpoints.filesOf(study.id)
      store.studies.remove(study.id)
      for (const file of checkpoints) await removeCheckpoint(file)
      return null
    },
    listTickets({ study: wanted, kind, round }: CheckedInput<'listTickets'>): Ticket[] {
      const study = findStudy(store, wanted)
      return ticketsOf(store, study, round)
        .filter((ticket) => kind === undefined || ticket.kind === kind)
        .map(describeTicket)
    },
  }
}

function describeTicket(ticket: TicketRecord): Ticket {
  const { id, sha256, kind, dataset, trial, round, accuracy, layers, checks } = ticket
  return { id, sha256, kind, dataset, trial, round, accuracy, layers, checks }
}

function requireActive(study: StudyRecord, verb: string): StudyRecord {
  if (study.status !== 'running' && study.status !== 'queued')
    throw new LabError(
      'study.state',
      `study "${study.name}" (${study.id}) is ${study.status}; there is nothing to ${verb}`,
    )
  return study
}

/** 0…1, by epochs trained. */
export function studyProgress(store: Store, study: StudyRecord): number {
  if (study.status === 'finished') return 1 // a bundle may hold a part of a study's tickets
  return Math.min(1, store.epochs.count(study.id) / planStudy(study.spec).epochs)
}

function verifiedTickets(store: Store, study: StudyRecord): TicketRecord[] {
  return ticketsOf(store, study).filter((ticket) => isVerified(ticket, study))
}

function summarise(store: Store, study: StudyRecord): StudySummary {
  return {
    id: study.id,
    name: study.name,
    status: study.status,
    createdAt: study.createdAt,
    tickets: verifiedTickets(store, study).length,
    progress: studyProgress(store, study),
    error: study.error,
    ...store.annotations.read('study')(study.id),
  }
}
