import type { StudyEvent } from '../../shared/protocol.ts'

/** `study run`'s progress on stderr: a bar with ETA on a terminal, else a line per finished trial. */
export function createProgress(totalEpochs: number, doneEpochs: number, stream: NodeJS.WriteStream) {
  const started = performance.now()
  let done = doneEpochs
  let speed = 0
  let note = ''

  function eta(): string {
    const elapsed = (performance.now() - started) / 1000
    const trained = done - doneEpochs
    if (trained < 2) return ''
    return ` · ${describeDuration((elapsed / trained) * (totalEpochs - done))} left`
  }

  function draw(): void {
    if (!stream.isTTY) return
    const share = totalEpochs === 0 ? 1 : done / totalEpochs
    const width = 24
    const filled = Math.round(share * width)
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
    const line = `${bar} ${(share * 100).toFixed(1).padStart(5)} %${eta()}${speed > 0 ? ` · ${Math.round(speed)} images/s a worker` : ''}${note}`
    stream.write(`\r\u001B[2K${line.slice(0, (stream.columns || 80) - 1)}`)
  }

  function say(line: string): void {
    stream.write(stream.isTTY ? `\r\u001B[2K${line}\n` : `${line}\n`)
    draw()
  }

  return {
    show(event: StudyEvent): void {
      switch (event.event) {
        case 'study.started':
          return say(`Study ${event.name} (${event.study}) on ${event.device} (${event.reason})`)
        case 'notice':
          return say(event.message)
        case 'epoch':
          done++
          speed = event.imagesPerSecond
          note = ` · ${event.dataset} trial ${event.trial} round ${event.round}: ${(event.accuracy * 100).toFixed(1)} %`
          return draw()
        case 'ticket':
          return say(
            `${event.dataset}, trial ${event.trial}: ${event.kind} ticket, test accuracy ${(event.accuracy * 100).toFixed(1)} %`,
          )
        case 'distances':
          note = ` · distances ${event.done}/${event.total}`
          return draw()
        case 'study.finished':
          return say(`${event.status} after ${describeDuration(event.seconds)}`)
        case 'round':
        case 'study.changed':
          return
        default:
          event satisfies never
      }
    },
  }
}

/** 8 s, 3 min 20 s, 2 h 5 min, 3 d 4 h */
export function describeDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`
  return `${Math.floor(seconds / 86400)} d ${Math.round((seconds % 86400) / 3600)} h`
}
