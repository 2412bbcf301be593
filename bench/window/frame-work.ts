import { readFileSync, rmSync } from 'node:fs'
import type { ElectronApplication, Page } from 'playwright-core'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** Microseconds, by the clock. */
  ts: number
  /** Microseconds that the thread computed: other programs on the machine do not count. */
  tts?: number
  tdur?: number
}

/** What Chromium's trace calls script, its garbage, and layout; painting and compositing are a graphics card's. */
const work = new Set([
  ...['EvaluateScript', 'FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'TimerFire', 'RunMicrotasks'],
  ...['FireIdleCallback', 'HandlePostMessage', 'MinorGC', 'MajorGC', 'v8.compileModule', 'v8.evaluateModule'],
  ...['UpdateLayoutTree', 'Layout', 'HitTest'],
])
const mark = 'bench: frames'
/** Milliseconds: a frame with less has nothing to do. */
const least = 0.2

/**
 * Milliseconds of script and layout in each frame while something happens, from Chromium's own trace of the page's main
 * thread, in time that it computed. Frames in which nothing happened are left out.
 */
export async function traceFrames(app: ElectronApplication, page: Page, act: () => Promise<void>): Promise<number[]> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      included_categories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline.frame',
        'blink.user_timing',
        'v8',
      ],
      excluded_categories: ['*'],
    }),
  )
  await page.evaluate(`void performance.mark('${mark}')`)
  await act()
  await page.evaluate(`void performance.mark('${mark}')`)
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] }
  rmSync(file)
  return workByFrame(traceEvents)
}

function workByFrame(events: readonly TraceEvent[]): number[] {
  const [from, to] = events.filter(({ name }) => name === mark).toSorted((a, b) => a.ts - b.ts)
  if (!from || !to) throw new Error('the trace does not hold what was measured')
  const own = events
    .filter(({ pid, tid, ts }) => pid === from.pid && tid === from.tid && ts >= from.ts && ts <= to.ts)
    .toSorted((a, b) => a.ts - b.ts)
  const frames: number[] = [0]
  let reached = 0
  for (const { name, tts = 0, tdur = 0 } of own) {
    if (name === 'BeginMainThreadFrame') frames.push(0)
    if (!work.has(name)) continue
    // What lies within another slice is counted with it.
    const gained = Math.max(0, tts + tdur - Math.max(tts, reached))
    reached = Math.max(reached, tts + tdur)
    frames[frames.length - 1] = (frames.at(-1) ?? 0) + gained / 1000
  }
  if (frames.length === 1) throw new Error('the trace holds no frame')
  return frames.filter((milliseconds) => milliseconds >= least)
}
