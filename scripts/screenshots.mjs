// Photographs every view of the real window, light and dark, at two sizes, into out/screenshots.
//   npm run screenshots              on a fresh home: runs the sample study first
//   npm run screenshots -- HOME      on a copy of a home with a finished sample study
//   npm run screenshots -- HOME distances study   the named views alone
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv } from 'node:process'
import { runCommand } from './setup/command.mjs'
import { commandLine } from './setup/pass-through.mjs'
import { inRoot } from './setup/places.mjs'
import { say, step } from './setup/report.mjs'
import { hasDisplay, setUp } from './setup.mjs'

const sizes = [
  [1280, 720],
  [1920, 1080],
]
const appearances = ['light', 'dark']
const folder = inRoot('out', 'screenshots')

/** A folder with the homes that the views ask for. */
async function prepareHomes(node, given) {
  const homes = mkdtempSync(join(tmpdir(), 'ticketscope-screenshots-'))
  const sample = join(homes, 'sample')
  if (given) cpSync(given, sample, { recursive: true })
  else {
    const args = commandLine(['study', 'run', 'sample', '--home', sample]).slice(2)
    await step('running the sample study', () => runCommand(node, args))
  }
  return homes
}

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
      for (const colorScheme of appearances) {
        await page.emulateMedia({ colorScheme })
        for (const view of views) {
          await view.show(page)
          await page.waitForTimeout(300) // resized charts draw themselves anew in the next frames
          await page.screenshot({ path: join(folder, `${view.name}-${colorScheme}-${size.join('x')}.png`) })
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
  const wanted = views.filter(({ name }) => names.length === 0 || names.includes(name))
  const homes = await prepareHomes(node, given)
  mkdirSync(folder, { recursive: true })
  try {
    for (const home of ['empty', 'sample']) {
      const here = wanted.filter((view) => view.home === home)
      if (here.length > 0) await photograph(electron, join(homes, home), here)
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
