import { describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { packageRoot } from '../../src/main/lab/locations.ts'
import type { StudySummary } from '../../src/shared/results.ts'
import { runJson, succeed } from '../cli/command-line.ts'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
const names = [
  '<b>bold</b><img src=x onerror="document.title = 1">',
  '__proto__',
  '\u202e\u05de\u05d7\u05e7\u05e8 (2) {{ 7 * 7 }} ${7}',
  'x'.repeat(200),
]

describe('a name', () => {
  it('of a study is shown literally wherever it stands, whatever it contains', async () => {
    const [study] = await runJson<StudySummary[]>('study', 'list', '--home', home)
    const id = study?.id ?? ''
    await withWindow(home, async ({ page }) => {
      for (const name of names) {
        await visit(page, '#/overview')
        await page.getByRole('button', { name: /^Edit / }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Name').fill(name)
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.waitFor({ state: 'detached' })
        await button(page, name).waitFor()

        await page.keyboard.press('Control+k')
        await page.getByLabel('Find an action').fill(id)
        await page.getByRole('option', { name: `${name} (${id})` }).click()
        const heading = page.getByRole('heading', { level: 1 })
        await expect.poll(() => heading.textContent()).toBe(name)
        const entry = page.getByRole('navigation', { name: 'Studies', exact: true }).locator('.name')
        expect(await entry.textContent()).toBe(name)
        const { x = 0, width = 0 } = (await entry.boundingBox()) ?? {}
        expect(x + width).toBeLessThanOrEqual(209)
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)

        await visit(page, '#/tickets')
        await page.getByRole('gridcell', { name, exact: true }).first().waitFor()
      }
      expect(await page.title()).toBe('Ticketscope')
      expect(await page.locator('main b, main img').count()).toBe(0)
    })
  })

  it('of a dataset, tag, note or view that a program could take for its own is none of it', async () => {
    const note = '</textarea><script>document.title = 2</script> '.repeat(7)
    await succeed('data', 'add', 'constructor', join(packageRoot, 'resources', 'samples', 'digits'), '--home', home)
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/datasets?dataset=constructor')
      await page
        .getByRole('article', { name: 'Dataset constructor' })
        .getByText(/kB$|MB$/)
        .waitFor()

      await visit(page, '#/tickets')
      const rows = page.getByRole('row').filter({ has: page.getByRole('gridcell') })
      await rows.first().click()
      const own = page.getByRole('article')
      await own.getByLabel(/^Tags of/).fill('__proto__, toString')
      await own.getByLabel(/^Note on/).fill(note)
      await own.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Tags and note are saved').waitFor()
      await page.getByRole('gridcell', { name: '__proto__, toString' }).waitFor()
      expect(await own.getByLabel(/^Note on/).inputValue()).toBe(note)

      await page.getByRole('button', { name: 'Views', exact: true }).click()
      await page.getByLabel('Name of the view').fill('__proto__')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: '__proto__', exact: true }).click()
      await expect.poll(() => rows.count()).toBe(12)
      expect(await page.title()).toBe('Ticketscope')
    })
  })
})
