import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, errors, type ElectronApplication, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { labProcess } from './lab-process.ts'

const recordFile = fileURLToPath(new URL('../../out/electron.json', import.meta.url))
const launchMilliseconds = 20_000
const closeMilliseconds = 15_000

export interface LabWindow {
  app: ElectronApplication
  /** The program's main process. */
  program: ChildProcess
  page: Page
  home: string
  /** What went wrong in the page so far: console errors (violations of its content security policy too), exceptions. */
  problems: string[]
}

/**
 * Opens the built window on a home. Whoever opens it ends it with `endWindow`.
 * @param files what it is started with
 */
export async function openWindow(home: string, files: readonly string[] = []): Promise<LabWindow> {
  const app = await launch(home, files, 2)
  const program = app.process()
  const problems: string[] = []
  app.context().on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  app.context().on('weberror', (event) => problems.push(String(event.error())))
  try {
    const page = await app.firstWindow({ timeout: launchMilliseconds })
    page.setDefaultTimeout(20_000)
    return { app, program, page, home, problems }
  } catch (thrown) {
    await endWindow({ app, program, home })
    throw thrown
  }
}

/**
 * Playwright attaches while the window is being made, and seldom waits for an answer that never comes; it then ends the
 * program with all its processes. Such a launch is tried again, a program that never starts is not taken for one that does.
 */
async function launch(home: string, files: readonly string[], again: number): Promise<ElectronApplication> {
  const { executable, args } = startCommand()
  try {
    return await _electron.launch({
      executablePath: executable,
      args: [...args, ...files],
      env: windowEnvironment(home),
      timeout: launchMilliseconds,
    })
  } catch (thrown) {
    if (again === 0 || !(thrown instanceof errors.TimeoutError)) throw thrown
    process.stderr.write(`launching again: ${thrown.message.split('\n')[0] ?? ''}\n`)
    return launch(home, files, again - 1)
  }
}

/** How the window is started. */
export function startCommand(): { executable: string; args: string[] } {
  return JSON.parse(readFileSync(recordFile, 'utf8')) as { executable: string; args: string[] }
}

/** The environment of a window on a home: what it sets up in the system stays inside that home. */
export function windowEnvironment(home: string): Record<string, string> {
  const folder = join(home, 'xdg')
  const xdg = { XDG_DATA_HOME: join(folder, 'data'), XDG_CONFIG_HOME: join(folder, 'config') }
  return { ...definedEnvironment(), ...xdg, TICKETSCOPE_HOME: home }
}

/** Opens the window, does something with it, and ends it in any case. Fails on any problem of the page. */
export async function withWindow(
  home: string,
  action: (window: LabWindow) => Promise<void>,
  files: readonly string[] = [],
): Promise<void> {
  const window = await openWindow(home, files)
  try {
    await action(window)
    expect(window.problems).toEqual([])
  } finally {
    await endWindow(window)
  }
}

/** Closes the window's frame, as a person would, and waits for the program's end. */
export async function closeFrame({ app, program }: LabWindow, seconds: number): Promise<void> {
  // The answer may get lost with the program that gives it.
  const asked = app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.close()))
  asked.catch(() => undefined)
  await expect.poll(() => hasEnded(program), { timeout: seconds * 1000, interval: 50 }).toBe(true)
}

/** Ends the program the hard way: the window's own process gets no chance to say goodbye to anything. */
export async function killWindow({ program }: LabWindow): Promise<void> {
  program.kill('SIGKILL')
  await expect.poll(() => hasEnded(program), { timeout: 5000, interval: 20 }).toBe(true)
}

/** Ends the program and its lab, by force where closing hangs. */
export async function endWindow({ app, program, home }: Omit<LabWindow, 'page' | 'problems'>): Promise<void> {
  const lab = labProcess(home)
  if (!hasEnded(program)) {
    const closed = app.close().then(
      () => true,
      () => false,
    )
    const isClosed = await Promise.race([closed, pause(closeMilliseconds).then(() => false)])
    if (!isClosed) program.kill('SIGKILL')
  }
  if (lab !== null && labProcess(home) === lab && (await outlives(home, 5000))) process.kill(lab, 'SIGKILL')
}

async function outlives(home: string, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (labProcess(home) !== null) {
    if (Date.now() > deadline) return true
    await pause(50)
  }
  return false
}

function hasEnded(program: ChildProcess): boolean {
  const { exitCode, signalCode } = program
  return exitCode !== null || signalCode !== null
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
