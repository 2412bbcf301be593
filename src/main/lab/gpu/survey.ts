import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { workerEntry } from '../locations.ts'
import { gpuSurvey, type GpuSurvey } from './adapter.ts'

/** Milliseconds that drivers get to answer; the first start after boot may take some seconds. */
const patience = 20_000

let surveyed: Promise<GpuSurvey> | null = null

/** The graphics devices of this machine, looked for once in a process's life. */
export function surveyGpus(): Promise<GpuSurvey> {
  surveyed ??= runSurvey()
  return surveyed
}

function runSurvey(): Promise<GpuSurvey> {
  const program = fileURLToPath(workerEntry(import.meta.url, './survey-process.ts'))
  return new Promise((resolve) => {
    execFile(process.execPath, [program], { timeout: patience }, (error, stdout, stderr) => {
      const complaint =
        firstLine(stderr) ??
        (error ? `the graphics driver ended the look for devices (${error.code ?? error.signal ?? 'unknown'})` : null)
      if (error) return resolve({ adapters: [], complaint })
      const { adapters } = gpuSurvey.parse(JSON.parse(stdout))
      resolve({ adapters, complaint: adapters.length > 0 ? null : complaint })
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
