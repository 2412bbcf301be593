import { LabError, type Outcome } from '../../shared/errors.ts'
import type { StudyEvent } from '../../shared/protocol.ts'
import type { StudySummary } from '../../shared/results.ts'
import type { Lab } from '../lab/index.ts'
import { writeError, writeLine, type GlobalOptions } from './output.ts'
import { createProgress } from './progress.ts'

const reported = new Set<StudyEvent['event']>(['study.started', 'notice', 'epoch', 'round', 'ticket', 'study.finished'])

/** Ctrl-C, or the system's wish that we end; a second one ends the process as if nobody listened. */
export interface Interrupt {
  /** Rejects with LabError `interrupted` when it comes. */
  asked: Promise<never>
  stopListening(): void
}

export function listenForInterrupt(): Interrupt {
  const { promise: asked, reject } = Promise.withResolvers<never>()
  asked.catch(() => undefined) // it may come while nothing waits for it
  const interrupt = (): void => reject(new LabError('interrupted', 'stopped before the study began; nothing was kept'))
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  return {
    asked,
    stopListening() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    },
  }
}

/**
 * Starts a study and watches it to its end: events on stdout with --json, progress on stderr else.
 * @throws LabError `interrupted`, or what it failed of
 */
export async function runToEnd(
  lab: Lab,
  options: GlobalOptions,
  interrupt: Interrupt,
  start: () => Promise<Outcome<StudySummary>>,
): Promise<void> {
  const finished = Promise.withResolvers<Extract<StudyEvent, { event: 'study.finished' }>>()
  const early: StudyEvent[] = []
  let show: ((event: StudyEvent) => void) | null = null
  const stop = lab.onEvent((event) => {
    if (event.event === 'dataset.progress' || event.event === 'transfer.progress') return
    if (options.json && reported.has(event.event)) writeLine(JSON.stringify(event))
    if (show) show(event)
    else early.push(event)
    if (event.event === 'study.finished') finished.resolve(event)
  })
  try {
    const outcome = await start()
    if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
    const { id } = outcome.value
    if (!options.json) {
      const { spec, metrics } = await lab.calls.showStudy({ study: id })
      const total = spec.datasets.length * spec.trials * (spec.pruning.rounds + 2) * spec.training.epochs
      show = createProgress(total, metrics.length, process.stderr).show
      for (const event of early) show(event)
    }
    const ended = await Promise.race([finished.promise, interrupt.asked.catch(() => null)])
    if (!ended) throw stopped(id, 'stopped', options)
    const { status, error } = ended
    if (error) throw new LabError(error.code, `study ${id}: ${error.message}`)
    if (status !== 'finished') throw stopped(id, status, options)
    if (!options.json) writeError(`See it with: ticketscope distances ${id}`)
  } finally {
    stop()
  }
}

function stopped(id: string, how: string, { home }: GlobalOptions): LabError {
  const place = home === undefined ? '' : ` --home ${home}`
  return new LabError('interrupted', `${how}; go on with: ticketscope study resume ${id}${place}`)
}
