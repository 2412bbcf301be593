import { LabError, type Outcome } from '../../shared/errors.ts'
import type { StudyEvent } from '../../shared/protocol.ts'
import type { StudySummary } from '../../shared/results.ts'
import type { Lab } from '../lab/index.ts'
import { writeError, writeLine, type GlobalOptions } from './output.ts'
import { createProgress } from './progress.ts'

const reported = new Set<StudyEvent['event']>(['study.started', 'epoch', 'round', 'ticket', 'study.finished'])

/**
 * Starts a study and watches it to its end: events on stdout with --json, progress on stderr else. Ctrl-C stops it.
 * @throws LabError `interrupted`, or what it failed of
 */
export async function runToEnd(
  lab: Lab,
  options: GlobalOptions,
  start: () => Promise<Outcome<StudySummary>>,
): Promise<void> {
  const finished = Promise.withResolvers<Extract<StudyEvent, { event: 'study.finished' }>>()
  const early: StudyEvent[] = []
  let show: ((event: StudyEvent) => void) | null = null
  const stop = lab.onEvent((event) => {
    if (event.event === 'dataset.progress') return
    if (options.json && reported.has(event.event)) writeLine(JSON.stringify(event))
    if (show) show(event)
    else early.push(event)
    if (event.event === 'study.finished') finished.resolve(event)
  })
  const interrupt = (): void => {
    finished.reject(new LabError('interrupted', 'stopped'))
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  let id = ''
  try {
    const outcome = await start()
    if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
    id = outcome.value.id
    if (!options.json) {
      const { spec, metrics } = await lab.calls.showStudy({ study: id })
      const total = spec.datasets.length * spec.trials * (spec.pruning.rounds + 2) * spec.training.epochs
      show = createProgress(total, metrics.length, process.stderr).show
      for (const event of early) show(event)
    }
    const { status } = await finished.promise
    const { error, name } = await lab.calls.showStudy({ study: id })
    if (status === 'failed') throw new LabError('study.failed', `${name} (${id}): ${error ?? 'failed'}`)
    if (status !== 'finished') throw stopped(id, status)
    if (!options.json) writeError(`See it with: ticketscope distances ${id}`)
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === 'interrupted') throw stopped(id, 'stopped')
    throw thrown
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    stop()
  }
}

function stopped(id: string, how: string): LabError {
  return new LabError('interrupted', `${how}; go on with: ticketscope study resume ${id}`)
}
