import { execFile, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { workerEntry } from '../locations.ts'
import { gpuSurvey, type GpuSurvey } from './adapter.ts'

/** Milliseconds that drivers get to answer; the first start after boot may take some seconds. */
const patience = 20_000

let surveyed: Promise<GpuSurvey> | null = null
let looking: ChildProcess | null = null

/** The graphics devices of this machine, looked for once in a process's life. */
export function surveyGpus(): Promise<GpuSurvey> {
  surveyed ??= runSurvey()
  return surveyed
}

/** Ends a look that is going on: nobody waits for it any more. */
export function endSurvey(): void {
  if (!looking) return
  looking.kill('SIGKILL')
  surveyed = null
}

function runSurvey(): Promise<GpuSurvey> {
  const program = fileURLToPath(workerEntry(import.meta.url, './survey-process.ts'))
  return new Promise((resolve) => {
    looking = execFile(process.execPath, [program], { timeout: patience }, (error, stdout, stderr) => {
      looking = null
      const said = firstLine(stderr)
      if (error) {
        const end = error.killed ? 'no answer' : `ended with ${error.code ?? error.signal ?? 'nothing said'}`
        return resolve({ adapters: [], complaint: said ?? end, fault: 'driver' })
      }
      const { adapters, complaint, fault } = gpuSurvey.parse(JSON.parse(stdout))
      resolve({ adapters, complaint: adapters.length > 0 ? null : (firstLine(complaint ?? '') ?? said), fault })
    })
  })
}

function firstLine(text: string): string | null {
  const line = text
    .split('\n')[0]
    ?.replace(/^Warning: /, '')
    .trim()
  return line ? line : null
}
