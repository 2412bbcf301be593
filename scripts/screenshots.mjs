// Photographs every view of the real window, in every appearance, at two sizes, into out/screenshots.
//   npm run screenshots              on a fresh home: runs the sample study first
//   npm run screenshots -- HOME      on a copy of a home with a finished sample study
//   npm run screenshots -- HOME distances study   the named views alone
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv } from 'node:process'
import { runCommand } from './setup/command.mjs'
import { inRoot } from './setup/places.mjs'
import { say } from './setup/report.mjs'
import { hasDisplay, setUp } from './setup.mjs'

const sizes = [
  [1280, 720],
  [1920, 1080],
]
/** What the system is made to prefer; the window follows it. */
const appearances = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  contrast: { colorScheme: 'dark', contrast: 'more' },
}
const folder = inRoot('out', 'screenshots')

async function photograph(electron, home, views) {
  const { _electron } = await import('playwright-core')
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: electron.args,
    env: { ...process.env, TICKETSCOPE_HOME: home },
  })
  try {
    const page = await app.firstWindow()
    for (const size of sizes) {
      await app.evaluate(({ BrowserWindow }, [width, height]) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
      for (const [appearance, media] of Object.entries(appearances)) {
        await page.emulateMedia(media)
        for (const view of views) {
          await page.mouse.move(0, 0) // nothing is pointed at
          await view.show(page)
          await page.mouse.move(0, 0)
          await page.waitForTimeout(300) // resized charts draw themselves anew in the next frames
          await page.screenshot({ path: join(folder, `${view.name}-${appearance}-${size.join('x')}.png`) })
          await view.leave?.(page)
        }
      }
    }
  } finally {
    await app.close()
  }
}

async function main(given, names) {
  const { node, electron } = await setUp({ window: true })
  if (!electron) throw new Error('no window can be opened here; the line above says what is missing')
  if (!hasDisplay()) {
    const command = ['-a', '-s', '-screen 0 2000x1200x24', node, ...argv.slice(1)]
    return process.stdout.write(await runCommand('xvfb-run', command))
  }
  const { views } = await import('./screenshots/views.mjs')
  const { makeHomes } = await import('./screenshots/homes.mjs')
  const wanted = views.filter(({ name }) => names.length === 0 || names.includes(name))
  const homes = mkdtempSync(join(tmpdir(), 'ticketscope-screenshots-'))
  const needed = new Set(wanted.map(({ home }) => home))
  mkdirSync(folder, { recursive: true })
  try {
    await makeHomes(homes, needed, node, given)
    for (const home of needed) {
      const here = wanted.filter((view) => view.home === home)
      await photograph(electron, join(homes, home), here)
    }
  } finally {
    rmSync(homes, { recursive: true, force: true })
  }
  say(`screenshots in ${folder}`)
}

try {
  await main(argv[2], argv.slice(3))
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
