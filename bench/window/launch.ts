import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { _electron, chromium, errors, type Browser, type ElectronApplication, type Page } from 'playwright-core'

const record = JSON.parse(readFileSync(fileURLToPath(new URL('../../out/electron.json', import.meta.url)), 'utf8')) as {
  executable: string
  args: string[]
}

/** The studies in the side bar: what a window lists first. */
export const studyEntry = 'nav[aria-label="Studies"] li'

export interface OpenWindow {
  app: ElectronApplication
  page: Page
}

/** Opens the built window on a home, at the size of the pictures in the documents. */
export async function openWindow(home: string): Promise<OpenWindow> {
  const app = await launch(home, 3)
  const page = await app.firstWindow()
  page.setDefaultTimeout(30_000)
  await page.locator(studyEntry).first().waitFor()
  return { app, page }
}

/** Playwright seldom waits for an answer that never comes while it attaches; it then ends the program. */
async function launch(home: string, tries: number): Promise<ElectronApplication> {
  try {
    return await _electron.launch({
      executablePath: record.executable,
      args: record.args,
      env: { ...process.env, TICKETSCOPE_HOME: home },
      timeout: 10_000,
    })
  } catch (thrown) {
    if (tries === 1 || !(thrown instanceof errors.TimeoutError)) throw thrown
    return launch(home, tries - 1)
  }
}

/**
 * Milliseconds from starting the program until the studies are listed and painted and the page takes input. Started as a
 * person starts it: nothing holds it up to attach a debugger, whose port alone is open. A start that Playwright does not
 * get to see is none.
 */
export async function timeStart(home: string, tries = 4): Promise<number> {
  const begun = performance.timeOrigin + performance.now()
  const program = spawn(record.executable, ['--remote-debugging-port=0', ...record.args], {
    env: { ...process.env, TICKETSCOPE_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let browser: Browser | null = null
  try {
    browser = await chromium.connectOverCDP(await debuggingAddress(program), { timeout: 8000 })
    const page = await firstPage(browser)
    const ready = await page.evaluate<number>(`new Promise((resolve) => {
      const look = () => {
        if (!document.querySelector('${studyEntry}')) return requestAnimationFrame(look)
        requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())))
      }
      look()
    })`)
    return ready - begun
  } catch (thrown) {
    if (tries === 1 || !(thrown instanceof errors.TimeoutError)) throw thrown
  } finally {
    await browser?.close()
    await endProgram(program)
  }
  return timeStart(home, tries - 1)
}

async function debuggingAddress({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('the program has no error stream')
  for await (const line of createInterface({ input: stderr })) {
    const [address] = /ws:\S+/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('the program ended before it opened a window')
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts()
  if (!context) throw new Error('the program has no window')
  return context.pages()[0] ?? context.waitForEvent('page')
}

function endProgram(program: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (program.exitCode !== null || program.signalCode !== null) return resolve()
    program.once('exit', () => resolve())
    program.kill('SIGTERM')
  })
}
