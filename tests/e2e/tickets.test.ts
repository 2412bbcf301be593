import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Ticket } from '../../src/shared/results.ts'
import { runJson } from '../cli/command-line.ts'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { answerDialogs, visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
const byValue = (a: number, b: number): number => a - b
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') })

describe('the tickets of all studies', () => {
  it('are found, tagged and kept as a view under a name, over a restart', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/tickets')
      await expect.poll(() => rows(page).count()).toBe(12)
      await page.getByLabel('Filter by kind').fill('winning')
      await page.getByLabel('Filter by dataset').fill('digits')
      await expect.poll(() => rows(page).count()).toBe(3)
      await page.getByRole('button', { name: 'accuracy' }).click()
      await page.getByRole('button', { name: 'accuracy' }).click()
      await rows(page).first().click()

      const own = page.getByRole('article')
      await own.getByLabel(/^Tags of/).fill('best, <i>odd</i>')
      await own.getByLabel(/^Note on/).fill('look "again"')
      await own.getByRole('button', { name: 'Keep' }).click()
      await page.getByText('Tags and note are kept').waitFor()

      await page.getByRole('button', { name: 'Views', exact: true }).click()
      await page.getByLabel('Name of the view').fill('digits’ best')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('button', { name: 'digits’ best', exact: true }).waitFor()
    })
    await withWindow(home, async ({ page }) => {
      await page.getByRole('article').getByRole('button', { name: 'Close' }).click()
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await expect.poll(() => rows(page).count()).toBe(12)
      await page.getByRole('searchbox').fill('<i>odd')
      await expect.poll(() => rows(page).count()).toBe(1)
      await page.getByRole('button', { name: 'Views', exact: true }).click()
      await page.getByRole('button', { name: 'digits’ best', exact: true }).click()
      await expect.poll(() => rows(page).count()).toBe(3)
    })
  })

  it('show the numbers of the command line, and export them', async () => {
    const tickets = await runJson<Ticket[]>('tickets', 'tiny', '--home', home)
    await withWindow(home, async (window) => {
      const { page } = window
      await visit(page, '#/tickets')
      // The window opens with the filters that it was closed with.
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await expect.poll(() => rows(page).count()).toBe(12)
      await answerDialogs(window, { saveIn: home })
      await page.getByRole('button', { name: 'Export Tickets' }).click()
      await page.getByRole('menuitem', { name: 'CSV' }).click()
      await page.getByText(/^Saved /).waitFor()
      const [caption = '', headings = '', ...lines] = readFileSync(join(home, 'tickets.csv'), 'utf8')
        .trim()
        .split('\r\n')
      expect(caption).toMatch(/^# Tickets of all studies\. n = 12\. Ticketscope \d/)
      const place = headings.split(',').indexOf('accuracy')
      const shown = lines.map((line) => Number(line.split(',')[place])).toSorted(byValue)
      expect(shown).toEqual(tickets.map(({ accuracy }) => accuracy ?? 0).toSorted(byValue))
    })
  })

  it('are of a study that can be renamed, tagged and deleted', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/overview')
      await page.getByRole('button', { name: 'Edit tiny' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('{{ 7 * 7 }} & co')
      await dialog.getByLabel('Tags').fill('pilot')
      await dialog.getByRole('button', { name: 'Keep' }).click()
      await dialog.waitFor({ state: 'detached' })
      await button(page, '{{ 7 * 7 }} & co').waitFor()
      expect(await page.getByRole('main').getByText('pilot').count()).toBe(1)

      await button(page, '{{ 7 * 7 }} & co').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await dialog.getByRole('button', { name: 'Delete the study' }).click()
      await button(page, 'Start the sample study').waitFor()
    })
  })
})
