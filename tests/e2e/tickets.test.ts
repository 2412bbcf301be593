import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { formatCount, formatNumber, formatShare } from '../../src/renderer/ui/format.ts'
import type { StudyDetail, Ticket } from '../../src/shared/results.ts'
import { runJson } from '../cli/command-line.ts'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { answerDialogs, visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
/** What the study is called after it was renamed. */
const renamed = '{{ 7 * 7 }} & co'
const byValue = (a: number, b: number): number => a - b
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') })

describe('the tickets of all studies', () => {
  it('are found under the study’s new name, tagged and kept as a view, over a restart', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/overview')
      await page.getByRole('button', { name: 'Edit tiny' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill(renamed)
      await dialog.getByLabel('Tags').fill('pilot')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.waitFor({ state: 'detached' })
      await button(page, renamed).waitFor()
      await page.getByRole('main').getByText('pilot').waitFor()

      await visit(page, '#/tickets')
      await expect.poll(() => rows(page).count()).toBe(12)
      await page.getByLabel('Filter by study').fill('7 * 7')
      await page.getByLabel('Filter by kind').fill('winning')
      await page.getByLabel('Filter by dataset').fill('digits')
      await expect.poll(() => rows(page).count()).toBe(3)
      await page.getByRole('button', { name: 'accuracy' }).click()
      await page.getByRole('button', { name: 'accuracy' }).click()
      await rows(page).first().click()

      const own = page.getByRole('article')
      await own.getByLabel(/^Tags of/).fill('best, <i>odd</i>')
      await own.getByLabel(/^Note on/).fill('look "again"')
      await own.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Tags and note are saved').waitFor()

      await page.getByRole('button', { name: 'Views', exact: true }).click()
      await page.getByLabel('Name of the view').fill('digits’ best')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
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
      expect(await page.getByRole('columnheader', { name: 'accuracy' }).getAttribute('aria-sort')).toBe('descending')
    })
  })

  it('show the numbers of the command line, and export them', async () => {
    const tickets = await runJson<Ticket[]>('tickets', renamed, '--home', home)
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
      const [caption = '', headings = '', ...lines] = readFileSync(join(home, 'tickets.csv'), 'utf8').trim().split('\n')
      expect(caption).toMatch(/^# Tickets of all studies\. n = 12\. Ticketscope \d/)
      const place = headings.split(',').indexOf('accuracy')
      const shown = lines.map((line) => Number(line.split(',')[place])).toSorted(byValue)
      expect(shown).toEqual(tickets.map(({ accuracy }) => accuracy ?? 0).toSorted(byValue))
    })
  })

  it('each have a page with the numbers of the command line', async () => {
    const tickets = await runJson<Ticket[]>('tickets', renamed, '--home', home)
    const of = (kind: string) =>
      tickets.find(({ dataset, trial, ...ticket }) => `${dataset} ${trial} ${ticket.kind}` === `digits 2 ${kind}`)
    const [winning, random] = [of('winning'), of('random')]
    if (!winning || !random) throw new Error('the study has no second trial')
    const study = await runJson<StudyDetail>('study', 'show', renamed, '--home', home)
    const dense = study.metrics.find(
      ({ dataset, trial, round, epoch }) => dataset === 'digits' && trial === 2 && round === 1 && epoch === 2,
    )
    await withWindow(home, async ({ page }) => {
      await visit(page, `#/tickets?ticket=${winning.id}`)
      const own = page.getByRole('article', { name: `Ticket ${winning.id}` })
      await own.getByRole('heading', { name: 'winning ticket of digits, trial 2' }).waitFor()
      const accuracies = await own.getByRole('region', { name: 'Test accuracy' }).locator('dd').allTextContents()
      const expected = [winning, random, dense].map((one) => formatShare(one?.accuracy ?? Number.NaN))
      expect(accuracies.map((text) => text.trim())).toEqual(expected)

      const cells = await own.getByRole('group', { name: 'Layers' }).locator('tbody tr').all()
      const shown = await Promise.all(cells.map((row) => row.locator('td').allTextContents()))
      expect(shown.map((row) => row.map((text) => text.trim()))).toEqual(
        winning.layers.map(({ name, total, kept, positive, negative }) => [
          ...[name, formatCount(total), formatCount(kept), formatShare(kept / total)],
          ...[formatCount(positive), formatCount(negative), formatNumber(positive / negative, 2)],
        ]),
      )
      const checks = await own.getByRole('region', { name: 'Checks' }).getByRole('listitem').count()
      expect(checks).toBe(Object.keys(winning.checks).length)
      await own.getByText(winning.sha256).waitFor()
      await own.getByText(/^Ticketscope \d+\.\d+\.\d+, Node 24/).waitFor()
    })
  })

  it('keep the width of their list beside a ticket, moved by mouse or keys, over a restart', async () => {
    const [ticket] = await runJson<Ticket[]>('tickets', renamed, '--home', home)
    const splitter = (page: Page) => page.getByRole('separator', { name: 'Width of the list' })
    const width = async (page: Page) => (await page.getByRole('grid', { name: 'Tickets' }).boundingBox())?.width ?? 0
    let left = 0
    await withWindow(home, async ({ page }) => {
      await visit(page, `#/tickets?ticket=${ticket?.id}`)
      const before = await width(page)
      const box = await splitter(page).boundingBox()
      if (!box) throw new Error('the splitter is not shown')
      await page.mouse.move(box.x + box.width / 2, box.y + 200)
      await page.mouse.down()
      await page.mouse.move(box.x - 150, box.y + 200, { steps: 4 })
      await page.mouse.up()
      await expect.poll(() => width(page)).toBeLessThan(before - 100)
      const dragged = await width(page)
      await splitter(page).press('ArrowLeft')
      await expect.poll(() => width(page)).toBeLessThan(dragged)
      left = await width(page)
    })
    await withWindow(home, async ({ page }) => {
      await page.getByRole('article', { name: `Ticket ${ticket?.id}` }).waitFor()
      await expect.poll(async () => Math.abs((await width(page)) - left)).toBeLessThanOrEqual(1)
      const share = await page.evaluate<number>(`document.querySelector('.splitpanes__pane').clientWidth /
        document.querySelector('.splitpanes').clientWidth`)
      expect(Number(await splitter(page).getAttribute('aria-valuenow'))).toBe(Math.round(100 * share))
    })
  })

  it('go with their study when it is deleted', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/overview')
      await button(page, renamed).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete the study' }).click()
      await button(page, 'Start the sample study').waitFor()
    })
  })
})
