import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import type { StudySpecInput } from '../../src/shared/spec.ts'

/** The built command line. */
export const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

export interface Finished {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Running {
  process: ChildProcess
  finished: Promise<Finished>
  /** What came on stdout and stderr so far. */
  seen(): string
}

/** Starts the built command line as a person would; stdin is closed. */
export function start(...args: string[]): Running {
  return startIn({}, ...args)
}

/** The same with some environment variables set. */
export function startIn(env: Record<string, string>, ...args: string[]): Running {
  const environment = { ...process.env, ...env }
  return watch(spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment }))
}

/** The same without root's right to read and write every file; needs setpriv where the tests run as root. */
export function startUnprivileged(...args: string[]): Running {
  if (process.getuid?.() !== 0) return start(...args)
  const rights = '-dac_override,-dac_read_search'
  const command = [`--bounding-set=${rights}`, `--inh-caps=${rights}`, process.execPath, entry, ...args]
  return watch(spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

function watch(child: ChildProcessByStdio<null, Readable, Readable>): Running {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const finished = new Promise<Finished>((resolve) => {
    child.once('error', (error) => (stderr += error.message))
    child.once('close', (status, signal) => resolve({ status, signal, stdout, stderr }))
  })
  return { process: child, finished, seen: () => stdout + stderr }
}

export function run(...args: string[]): Promise<Finished> {
  return start(...args).finished
}

/** Runs a command that must succeed. */
export async function succeed(...args: string[]): Promise<Finished> {
  const finished = await run(...args)
  const { status, signal, stderr } = finished
  if (status !== 0) throw new Error(`ticketscope ${args.join(' ')}: exit ${status ?? signal}\n${stderr}`)
  return finished
}

/** Runs a command that must succeed and gives back the JSON on its stdout. */
export async function runJson<Value>(...args: string[]): Promise<Value> {
  return JSON.parse((await succeed(...args, '--json')).stdout) as Value
}

/** Waits until a running command's output holds a text. */
export async function until(running: Running, text: string | RegExp, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const seen = running.seen()
    if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) return
    if (Date.now() > deadline || running.process.exitCode !== null)
      throw new Error(`waited for ${String(text)} in vain:\n${seen}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketscope-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A study of a few seconds over both sample sets. */
export const tinySpec: StudySpecInput = {
  version: 1,
  name: 'tiny',
  seed: 7,
  datasets: [
    { name: 'fashion', train: 300, test: 100 },
    { name: 'digits', train: 200, test: 100 },
  ],
  network: 'mini-conv-2',
  training: { optimiser: { kind: 'adam', learningRate: 1e-3 }, batch: 60, epochs: 2 },
  pruning: { rounds: 3, rates: { conv: 0.15, dense: 0.25, output: 0.15 } },
  trials: 3,
  comparison: { permutations: 100, bootstraps: 100 },
}

export function writeSpec(folder: string, spec: unknown = tinySpec, name = 'spec.json'): string {
  const file = join(folder, name)
  writeFileSync(file, typeof spec === 'string' ? spec : JSON.stringify(spec))
  return file
}
