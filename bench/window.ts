// How fast the built window is on a large home: 25,940 pairs, 1,320 tickets. usage: xvfb-run -a node bench/window.ts
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type Page } from 'playwright-core'
import { makeLargeHome } from './large-home.ts'

const record = JSON.parse(readFileSync(fileURLToPath(new URL('../out/electron.json', import.meta.url)), 'utf8')) as {
  executable: string
  args: string[]
}
const home = mkdtempSync(join(tmpdir(), 'ticketscope-window-'))
makeLargeHome(home)
const started = performance.now()
const app = await _electron.launch({
  executablePath: record.executable,
  args: record.args,
  env: { ...process.env, TICKETSCOPE_HOME: home },
})
try {
  const page = await app.firstWindow()
  page.setDefaultTimeout(60_000)
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^large/ })
    .waitFor()
  say('start, milliseconds until the studies are listed', [performance.now() - started])
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^large/ })
    .click()
  await page.getByRole('main').getByRole('button', { name: 'Compare', exact: true }).waitFor()
  say('Compare, milliseconds to both plots', [await paintAfter(page, 'Compare', '.plot canvas')])
  await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
  say('brushing, milliseconds of work a frame', await brush(page))
  await page.getByRole('button', { name: 'Clear selection' }).click()
  const switches = []
  for (let turn = 0; turn < 10; turn++) {
    switches.push(await paintAfter(page, 'Patterns', 'table[aria-label="Groups in numbers"]'))
    switches.push(await paintAfter(page, 'Compare', '.plot canvas'))
  }
  say('switching between Patterns and Compare, milliseconds', switches.slice(2))
} finally {
  await app.close()
  rmSync(home, { recursive: true, force: true })
}

/** Milliseconds from pressing a tab until what it shows is there and has been painted. */
function paintAfter(page: Page, tab: string, selector: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const button = [...document.querySelectorAll('main nav button')].find((one) => one.textContent.trim() === '${tab}')
    const begun = performance.now()
    button.click()
    const look = () => {
      if (!document.querySelector('${selector}')) return requestAnimationFrame(look)
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)))
    }
    requestAnimationFrame(look)
  })`)
}

/** Draws a growing rectangle over the first plot: script, style, layout and paint of each frame, in milliseconds. */
function brush(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const plot = document.querySelector('.plot')
    const box = plot.getBoundingClientRect()
    const times = []
    const fire = (type, target, share) => target.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0,
      clientX: box.left + 66 + share * (box.width - 90), clientY: box.top + 34 + share * (box.height - 120) }))
    fire('pointerdown', plot, 0)
    let step = 0
    const move = () => {
      let drawn = 0
      requestAnimationFrame(() => (drawn = performance.now())) // before the page's own callbacks of this frame
      const begun = performance.now()
      fire('pointermove', window, ++step / 120)
      const handled = performance.now() - begun
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          times.push(handled + performance.now() - drawn)
          if (step < 120) return setTimeout(move, 0)
          fire('pointerup', window, 1)
          resolve(times)
        }
        port2.postMessage(null)
      })
    }
    setTimeout(move, 0)
  })`)
}

function say(what: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10
  process.stdout.write(`${JSON.stringify({ what, median: at(0.5), p95: at(0.95), n: values.length })}\n`)
}
