// How fast the built window is on a large home: 25,940 pairs, 1,320 tickets, a study of 2 × 60 trials × 11 rounds at work.
// npm run bench -- window [start] [first] [views] [work]; on Linux without a display under xvfb-run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StudyEvent } from '../src/shared/protocol.ts'
import { labEventChannel } from '../src/shared/channels.ts'
import { makeLargeHome } from './large-home.ts'
import { brush, letGo } from './window/brushing.ts'
import { traceFrames } from './window/frame-work.ts'
import { addHalfRun, goOn } from './window/half-run.ts'
import { openWindow, studyEntry, timeStart, type OpenWindow } from './window/launch.ts'
import { report, reportHeading, type Measured } from './window/results.ts'
import { everySwitch, firstViews, timePaint, timeView } from './window/views.ts'

const tries = 5
/** Milliseconds between two events of the study at work: what two workers tell of small networks. */
const eventInterval = 25

const parts: Record<string, () => AsyncGenerator<Measured>> = {
  start: timeStarts,
  first: timeFirstPaints,
  views: timeViews,
  work: timeWork,
}
const asked = process.argv.slice(2)

const home = mkdtempSync(join(tmpdir(), 'ticketscope-window-'))
try {
  makeLargeHome(home)
  addHalfRun(home)
  reportHeading()
  const missed: string[] = []
  for (const [part, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(part)) continue
    for await (const result of measure()) if (!report(result)) missed.push(result.what)
  }
  process.stdout.write(missed.length === 0 ? 'Every limit is kept.\n' : `Missed: ${missed.join('; ')}.\n`)
  process.exitCode = missed.length === 0 ? 0 : 1
} finally {
  rmSync(home, { recursive: true, force: true })
}

async function* timeStarts(): AsyncGenerator<Measured> {
  const times = await repeat(tries, () => timeStart(home))
  yield { what: 'start until interactive', times, limit: 2500, held: 'median' }
}

/** Tickets and Compare when they are opened for the first time, in windows of their own. */
async function* timeFirstPaints(): AsyncGenerator<Measured> {
  const tickets = await repeat(tries, () => inWindow(({ page }) => timeFirst(page, 'tickets')))
  yield { what: 'Tickets, 1,320 of them, until painted', times: tickets, limit: 500, held: 'median' }
  const pairs = await repeat(tries, () => inWindow(({ page }) => timeFirst(page, 'compare')))
  yield { what: 'Compare, 25,940 pairs, until painted', times: pairs, limit: 500, held: 'median' }
}

/** Milliseconds to a view that this window has not shown yet, from the monitor of the large study. */
async function timeFirst(page: OpenWindow['page'], view: string): Promise<number> {
  await openStudy(page, 'large')
  // Its charts are drawn one a frame: what is timed begins when they are.
  await page.waitForTimeout(1000)
  const time = await timeView(page, view)
  // The next window opens where this one is left.
  await timeView(page, 'settings')
  return time
}

/** Every view once, then every switch from any to any other, twice. */
async function* timeViews(): AsyncGenerator<Measured> {
  const window = await openWindow(home)
  try {
    const { page } = window
    await openStudy(page, 'large')
    const first: number[] = []
    for (const view of firstViews) first.push(await timeView(page, view))
    yield { what: 'a view opened for the first time', times: first, limit: 500, held: 'p95' }
    const [start = '', ...way] = everySwitch()
    await timeView(page, start)
    const switches: number[] = []
    for (const view of [...way, ...way]) switches.push(await timeView(page, view))
    yield { what: 'a switch from any view to any other', times: switches, limit: 150, held: 'p95' }
  } finally {
    await window.app.close()
  }
}

/** Script and layout a frame. */
async function* timeWork(): AsyncGenerator<Measured> {
  const window = await openWindow(home)
  try {
    const { app, page } = window
    await openStudy(page, 'large')
    await timeView(page, 'compare')
    await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
    await page.getByRole('figure', { name: 'Every two tickets' }).waitFor()
    const brushed = await traceFrames(app, page, () => brush(page))
    await letGo(page)
    yield { what: 'brushing 25,940 pairs, work a frame', times: brushed, limit: 12, held: 'p95' }
    const released = await repeat(tries, async () => {
      await brush(page)
      return Math.max(...(await traceFrames(app, page, () => letGo(page))))
    })
    yield { what: 'letting go of the brush, work of the longest frame', times: released, limit: 16, held: 'median' }
    await timeView(page, 'overview')
    await openStudy(page, 'half run')
    const filling = await traceFrames(app, page, () => tell(window, goOn(300)))
    yield { what: 'Monitor of 2 × 60 × 11 runs filling up, work a frame', times: filling, limit: 16, held: 'p95' }
  } finally {
    await window.app.close()
  }
}

/** Opens a study of the side bar in its first view. */
async function openStudy(page: OpenWindow['page'], name: string): Promise<void> {
  const entry = `[...document.querySelectorAll('${studyEntry} button')]`
  await timePaint(page, `${entry}.find((one) => one.textContent.startsWith('${name}')).click()`, 'figure canvas')
}

/** Passes events to the page as the shell does, at an even pace. */
async function tell({ app, page }: OpenWindow, events: readonly StudyEvent[]): Promise<void> {
  await app.evaluate(
    async ({ BrowserWindow }, { channel, told, interval }) => {
      const [window] = BrowserWindow.getAllWindows()
      for (const event of told) {
        window?.webContents.send(channel, event)
        await new Promise((resolve) => setTimeout(resolve, interval))
      }
    },
    { channel: labEventChannel, told: events, interval: eventInterval },
  )
  await page
    .getByRole('img', { name: /: test accuracy / })
    .last()
    .waitFor()
}

async function inWindow<Value>(act: (window: OpenWindow) => Promise<Value>): Promise<Value> {
  const window = await openWindow(home)
  try {
    return await act(window)
  } finally {
    await window.app.close()
  }
}

async function repeat<Value>(times: number, act: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = []
  for (let time = 0; time < times; time++) values.push(await act())
  return values
}
