import type { DatasetEvent } from '../../shared/protocol.ts'
import type { Lab } from '../lab/index.ts'
import { describeDuration } from './progress.ts'
import { describeBytes } from './table.ts'

const words = { download: 'downloading', read: 'reading', store: 'storing' }
const barWidth = 24

/** One line on how far a dataset is. */
export function describeProgress({ phase, done, total, secondsLeft }: DatasetEvent): string {
  if (phase === 'store' || total === 0) return `${words[phase]} …`
  const share = done / total
  const filled = Math.round(share * barWidth)
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
  const size = phase === 'download' ? ` of ${describeBytes(total)}` : ''
  const left = secondsLeft === null ? '' : ` · ${describeDuration(secondsLeft)} left`
  return `${words[phase]} ${bar} ${(share * 100).toFixed(1).padStart(5)} %${size}${left}`
}

/**
 * Watches work on a dataset: its progress on a terminal's stderr. Ctrl-C stops the work, which then throws `interrupted`.
 * @param name what cancels it: the dataset's name
 */
export async function watchDataset<Value>(
  lab: Lab,
  name: string,
  stream: NodeJS.WriteStream,
  work: () => Promise<Value>,
): Promise<Value> {
  const interrupt = (): void => void lab.call('cancelDataset', { dataset: name })
  const stop = lab.onEvent((event) => {
    if (event.event !== 'dataset.progress' || event.dataset !== name || !stream.isTTY) return
    stream.write(`\r\u001B[2K${describeProgress(event).slice(0, (stream.columns || 80) - 1)}`)
  })
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await work()
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    stop()
    if (stream.isTTY) stream.write('\r\u001B[2K')
  }
}
