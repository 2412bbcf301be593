import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BundleExport, BundleVerification } from '../../src/shared/bundles.ts'
import type { StudySummary, Ticket } from '../../src/shared/results.ts'
import { runJson, succeed, temporaryFolder } from '../cli/command-line.ts'
import { readParts, withManifest } from '../hostile/bundle-parts.ts'
import { accessibilityProblems } from './accessibility.ts'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { answerDialogs, dropFiles, runAction, visit } from './visit.ts'
import { startCommand, windowEnvironment, withWindow } from './window.ts'

const home = finishedHome()
const folder = temporaryFolder()
const other = join(folder, 'other')
const bundle = join(folder, 'tiny.tickets')
const dialog = (page: Page) => page.getByRole('dialog')
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') })

beforeAll(() => runJson<BundleExport>('export', 'tiny', '--out', bundle, '--home', home))

/** GLib's tools: file managers ask the same library. */
const hasFileManager = ['gio', 'update-mime-database'].every((tool) =>
  (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, tool))),
)

/** Starts the program a second time, with a file; it ends once it has handed the file over. */
async function startAgain(place: string, file: string): Promise<void> {
  const { executable, args } = startCommand()
  const child = spawn(executable, [...args, file], { env: windowEnvironment(place), stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
}

/** Every file of a folder with its bytes. */
function readFolder(path: string): Record<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name)
      return [relative(path, file), readFileSync(file, 'base64')]
    }),
  )
}

/** Has the program note what it would hand to the system. */
async function noteHandedOver(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const noted: string[] = []
    Object.assign(globalThis, { noted })
    shell.openPath = (path) => Promise.resolve((noted.push(`open ${path}`), ''))
    shell.showItemInFolder = (path) => void noted.push(`show ${path}`)
  })
  return () => app.evaluate(() => (globalThis as unknown as { noted: string[] }).noted)
}

describe('a bundle', () => {
  it('that is dropped is looked at, imported, shown; the second time it is here already', async () => {
    await withWindow(other, async ({ page }) => {
      await dropFiles(page, [bundle])
      const preview = dialog(page)
      await preview.getByText(/^12 tickets of 1 study, .* format version 1$/).waitFor()
      await preview.getByText('New here.').waitFor()
      const facts = await preview.getByRole('region', { name: 'Study tiny' }).textContent()
      expect(facts).toMatch(/Seed\s*7/)
      expect(facts).toMatch(/Engine\s*wasm/)
      expect(facts).toMatch(/digits: here too\s*SHA-256 [0-9a-f]{64}/)
      expect(await runJson<StudySummary[]>('study', 'list', '--home', other)).toEqual([])
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })

      await preview.getByRole('button', { name: 'Import 12 tickets' }).click()
      await preview.getByText('12 tickets came in').waitFor()
      await preview.getByRole('button', { name: 'Show the tickets' }).click()
      await expect.poll(() => rows(page).count()).toBe(12)
      await page.getByRole('navigation', { name: 'Studies' }).getByText('tiny').waitFor()

      await dropFiles(page, [bundle])
      await preview.getByText(/^Here already, bit for bit, as study [0-9a-f]{10}\.$/).waitFor()
      expect(await preview.getByRole('button', { name: /^Import/ }).count()).toBe(0)
      await preview.getByRole('button', { name: 'Close' }).click()
      await preview.waitFor({ state: 'detached' })

      // Two tickets of another hash: both are named, and what the manifest says of them is found to be untrue.
      const differing = join(folder, 'differing.tickets')
      const lies = (manifest: { studies: { tickets: { sha256: string }[] }[] }): void => {
        for (const ticket of manifest.studies[0]?.tickets.slice(0, 2) ?? []) ticket.sha256 = '0'.repeat(64)
      }
      writeFileSync(differing, withManifest(readParts(bundle), lies))
      await dropFiles(page, [differing])
      await preview.getByText(/has other tickets\. Both are kept/).waitFor()
      expect(await preview.getByRole('list', { name: 'Tickets that differ' }).getByRole('listitem').count()).toBe(2)
      await preview.getByRole('button', { name: 'Import 12 tickets' }).click()
      await preview
        .getByRole('alert')
        .getByText(/differs from the ticket's checksum/)
        .waitFor()
      await preview.getByRole('button', { name: 'Close' }).click()
    })
    const studies = await runJson<StudySummary[]>('study', 'list', '--home', other)
    expect(studies).toMatchObject([{ name: 'tiny', tickets: 12 }])
  })

  it('that is damaged, newer or none is refused with its place; nothing is written', async () => {
    const empty = join(folder, 'empty')
    const bytes = readFileSync(bundle)
    const damaged = join(folder, 'damaged.tickets')
    const at = 30 + 'tickets/t0123456789ab.safetensors'.length + 500
    writeFileSync(
      damaged,
      Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ 1 : byte)),
    )
    const none = join(folder, 'none.tickets')
    writeFileSync(none, 'no bundle at all')
    await withWindow(empty, async (window) => {
      const { page } = window
      await answerDialogs(window, { saveIn: null, open: [damaged] })
      await button(page, 'Open tickets…').click()
      await dialog(page).getByRole('button', { name: 'Import 12 tickets' }).click()
      const problem = dialog(page).getByRole('alert')
      await problem.waitFor()
      expect(await problem.textContent()).toMatch(/damaged\.tickets: tickets\/t[0-9a-f]{12}\.safetensors: .*; ask its/)
      expect(await problem.textContent()).toContain('Nothing was imported')
      await dialog(page).getByRole('button', { name: 'Close' }).click()

      await answerDialogs(window, { saveIn: null, open: [none] })
      await page.keyboard.press('Control+o')
      await problem.getByText(/none\.tickets: .*; give a \.tickets file/).waitFor()
      await dialog(page).getByRole('button', { name: 'Close' }).click()

      const newer = join(folder, 'newer.tickets')
      writeFileSync(
        newer,
        withManifest(readParts(bundle), (manifest) => (manifest.version = 7)),
      )
      await dropFiles(page, [newer, join(folder, 'away.tickets')])
      await problem.getByText(/is of version 7, this Ticketscope reads version 1; update Ticketscope/).waitFor()
      await dialog(page).getByText('1 more to look at after this.').waitFor()
      await dialog(page).getByRole('button', { name: 'Close' }).click()
      await problem.getByText(/away\.tickets: no such file or directory; check the path/).waitFor()
      await dialog(page).getByRole('button', { name: 'Close' }).click()
      await dialog(page).waitFor({ state: 'detached' })
    })
    expect(await runJson<StudySummary[]>('study', 'list', '--home', empty)).toEqual([])
  })

  it('is opened at the start, and by a second start in the window that is there', async () => {
    const place = join(folder, 'started')
    await withWindow(
      place,
      async ({ page }) => {
        await dialog(page).getByRole('region', { name: 'Study tiny' }).waitFor()
        await dialog(page).getByRole('button', { name: 'Cancel' }).click()
        await dialog(page).waitFor({ state: 'detached' })
        await startAgain(place, bundle)
        await dialog(page).getByRole('region', { name: 'Study tiny' }).waitFor()
      },
      [bundle],
    )
  })

  it('is written from the selected tickets as the command line writes it, and verified', async () => {
    const out = join(folder, 'selected')
    mkdirSync(out)
    const tickets = await runJson<Ticket[]>('tickets', 'tiny', '--kind', 'winning', '--home', home)
    const digits = tickets.filter(({ dataset }) => dataset === 'digits').map(({ id }) => id)
    await withWindow(home, async (window) => {
      const { page } = window
      const noted = await noteHandedOver(window.app)
      await answerDialogs(window, { saveIn: out, open: [out] })
      await visit(page, '#/tickets')
      await page.getByLabel('Filter by kind').fill('winning')
      await page.getByLabel('Filter by dataset').fill('digits')
      await expect.poll(() => rows(page).count()).toBe(3)
      await page.getByLabel('Select every ticket listed').check()
      await page.getByText('3 tickets of tiny selected').waitFor()
      await page.keyboard.press('Control+Shift+E')
      await dialog(page).getByLabel('the weights after training too').check()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })
      await dialog(page).getByRole('button', { name: 'Choose where…' }).click()
      await dialog(page)
        .getByText(/^Wrote 3 tickets/)
        .waitFor()
      await dialog(page).getByRole('button', { name: 'Show in folder' }).click()
      await expect.poll(noted).toEqual([`show ${join(out, '3-tickets.tickets')}`])
      await dialog(page).getByRole('button', { name: 'Close' }).click()

      await page.keyboard.press('Control+Shift+E')
      await dialog(page)
        .getByLabel(/Dense safetensors/)
        .check()
      await dialog(page).getByLabel('trained weights').check()
      await dialog(page).getByRole('button', { name: 'Choose where…' }).click()
      await dialog(page)
        .getByText(/^Wrote 3 tickets/)
        .waitFor()
      await dialog(page).getByRole('button', { name: 'Close' }).click()
    })
    const written = join(out, '3-tickets.tickets')
    const same = join(folder, 'same.tickets')
    await succeed('export', ...digits, '--trained', '--out', same, '--home', home)
    expect(readFileSync(written).equals(readFileSync(same))).toBe(true)
    const verified = await runJson<BundleVerification>('bundle', 'verify', written, '--home', home)
    expect(verified.studies).toMatchObject([{ tickets: 3, fromSeed: 3 }])
    const dense = join(folder, 'dense')
    await succeed('export', ...digits, '--dense', '--weights', 'trained', '--out', dense, '--home', home)
    expect(readFolder(join(out, '3-tickets-dense'))).toEqual(readFolder(dense))
  })
})

describe('one ticket, and a whole study', () => {
  it('are written as the command line writes them', async () => {
    const out = join(folder, 'parts')
    mkdirSync(out)
    const [ticket] = await runJson<Ticket[]>('tickets', 'tiny', '--home', home)
    const id = ticket?.id ?? ''
    await withWindow(home, async (window) => {
      const { page } = window
      await answerDialogs(window, { saveIn: out })
      await visit(page, `#/tickets?ticket=${id}`)
      await page.getByRole('article').getByRole('button', { name: 'Export…' }).click()
      await dialog(page)
        .getByLabel(/Dense safetensors/)
        .check()
      await dialog(page).getByRole('button', { name: 'Choose where…' }).click()
      await dialog(page)
        .getByText(/^Wrote 1 ticket,/)
        .waitFor()
      await dialog(page).getByRole('button', { name: 'Close' }).click()

      await page.getByRole('navigation', { name: 'Studies' }).getByRole('button').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Export the tickets of the study…' }).click()
      await dialog(page).getByLabel('the masks of earlier rounds too').check()
      await dialog(page).getByRole('button', { name: 'Choose where…' }).click()
      await dialog(page)
        .getByText(/^Wrote 30 tickets,/)
        .waitFor()
    })
    const [dense, study] = [join(folder, 'one.safetensors'), join(folder, 'rounds.tickets')]
    await succeed('export', id, '--dense', '--out', dense, '--home', home)
    await succeed('export', 'tiny', '--rounds', '--out', study, '--home', home)
    expect(readFileSync(join(out, `ticket-${id}.safetensors`)).equals(readFileSync(dense))).toBe(true)
    expect(readFileSync(join(out, 'tiny.tickets')).equals(readFileSync(study))).toBe(true)
  })
})

describe('networks of another program', () => {
  it('become tickets under a name', async () => {
    const [ticket] = await runJson<Ticket[]>('tickets', 'tiny', '--home', home)
    const file = join(folder, 'theirs.safetensors')
    await succeed('export', ticket?.id ?? '', '--dense', '--out', file, '--home', home)
    const place = join(folder, 'theirs')
    await withWindow(place, async ({ page }) => {
      await dropFiles(page, [file])
      await dialog(page)
        .getByText(/^1 network, safetensors weights; layers 16×3×3×3/)
        .waitFor()
      await dialog(page).getByLabel('Name').fill('theirs & mine')
      await dialog(page).getByRole('button', { name: 'Import 1 ticket' }).click()
      await dialog(page).getByRole('button', { name: 'Compare them' }).click()
      await page.getByRole('heading', { level: 1, name: 'theirs & mine' }).waitFor()
    })
  })
})

describe('the report', () => {
  it('is written into a new folder with the bytes of the command line, and opened', async () => {
    const out = join(folder, 'reports')
    mkdirSync(join(out, 'tiny-report'), { recursive: true })
    await withWindow(home, async (window) => {
      const { page } = window
      const noted = await noteHandedOver(window.app)
      await answerDialogs(window, { saveIn: null, open: [out] })
      await visit(page, '#/monitor')
      await button(page, 'Report…').click()
      await dialog(page).getByRole('button', { name: 'Choose a folder…' }).click()
      await dialog(page)
        .getByText(/^Wrote \d+ files to/)
        .waitFor({ timeout: 120_000 })
      await dialog(page).getByRole('button', { name: 'Open the report' }).click()
      await expect.poll(noted).toEqual([`open ${join(out, 'tiny-report-2', 'index.html')}`])
    })
    const same = join(folder, 'report')
    await succeed('report', 'tiny', '--out', same, '--home', home)
    expect(readFolder(join(out, 'tiny-report-2'))).toEqual(readFolder(same))
  })
})

describe.runIf(process.platform === 'linux')('the file type', () => {
  it('is set up for the system, so that a double click opens it here, and taken away again', async () => {
    const place = join(folder, 'typed')
    const entry = join(place, 'xdg', 'data', 'applications', 'ticketscope.desktop')
    await withWindow(place, async ({ page }) => {
      await runAction(page, 'Open .tickets files with Ticketscope')
      await page.getByText(`Set in ${entry}`).waitFor()
      expect(readFileSync(entry, 'utf8')).toContain(`"TICKETSCOPE_HOME=${place}"`)
      if (hasFileManager) {
        // What a file manager does: the type of the file, then its program, then the window that is there.
        execFileSync('gio', ['open', bundle], { env: windowEnvironment(place) })
        await dialog(page).getByRole('region', { name: 'Study tiny' }).waitFor()
        await dialog(page).getByRole('button', { name: 'Cancel' }).click()
      }
      await visit(page, '#/settings')
      await page.getByText('A double click on a .tickets file opens it here.').waitFor()
      await button(page, 'No longer open them').click()
      await page.getByText('A double click on a .tickets file does not open it here.').waitFor()
      expect(existsSync(entry)).toBe(false)
    })
  })
})
