import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const scripts = new URL('../../../scripts/', import.meta.url)

/** The address of one of the setup's modules, for an import in a piece of code below. */
export function scriptModule(path: string): string {
  return new URL(path, scripts).href
}

/** Starts a piece of plain module code in a Node of its own, as npm starts the scripts. */
export function startCode(code: string, args: string[] = []): ChildProcess {
  const cwd = fileURLToPath(new URL('..', scripts))
  return spawn(process.execPath, ['--input-type=module', '-e', code, '--', ...args], { cwd, stdio: 'pipe' })
}

export interface Ended {
  status: number | null
  output: string
  errors: string
}

export async function untilEnd(child: ChildProcess): Promise<Ended> {
  const ended: Ended = { status: null, output: '', errors: '' }
  child.stdout?.on('data', (chunk: Buffer) => (ended.output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (ended.errors += chunk.toString()))
  ended.status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return ended
}
