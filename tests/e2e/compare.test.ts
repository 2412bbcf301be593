import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatNumber } from '../../src/renderer/ui/format.ts'
import type { ConditionRow, DistanceReport } from '../../src/shared/results.ts'
import { runJson, temporaryFolder } from '../cli/command-line.ts'
import { accessibilityProblems } from './accessibility.ts'
import { exportTo } from './exported.ts'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { answerDialogs, runAction, visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
let report: DistanceReport
beforeAll(async () => {
  report = await runJson('distances', 'tiny', '--home', home)
})

/** Draws a rectangle around every point of a distance plot. */
async function brushAll(page: Page, figure: string): Promise<void> {
  const box = await page.getByRole('figure', { name: figure }).locator('.plot').boundingBox()
  if (!box) throw new Error('the plot is not shown')
  await page.mouse.move(box.x + 64, box.y + 34)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 16, box.y + box.height - 78, { steps: 4 })
  await page.mouse.up()
}

describe('Compare', () => {
  it('lets points be brushed and cells be reached by keys; the ticket table shares the selection', async () => {
    const all = report.pairs.length / 2
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/compare')
      await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
      await brushAll(page, 'NNSTD by condition')
      await page.getByText(`${all} of ${all} pairs, 12 tickets selected`).waitFor()
      await page.getByRole('button', { name: 'Clear selection' }).click()
      await page.getByText('Drag over points to select pairs.').waitFor()

      const matrix = page.getByRole('application', { name: /^Distance matrix/ })
      await matrix.focus()
      await matrix.press('ArrowRight')
      await matrix.press('ArrowRight')
      await matrix.press('Enter')
      await page.getByText(/^[01] of \d+ pairs, 2 tickets selected$/).waitFor()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })

      // The tickets of the pair are those that the table lists.
      await button(page, 'List tickets').click()
      const rows = page.getByRole('row').filter({ has: page.getByRole('gridcell') })
      await expect.poll(() => rows.count()).toBe(2)
      await page.getByText('2 tickets of tiny selected').waitFor()
      await page.getByLabel('list these alone').uncheck()
      await expect.poll(() => rows.count()).toBe(12)
      expect(await page.locator('[role=row][aria-selected=true]').count()).toBe(2)
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })

      // What is selected in the table is selected in Compare and in Patterns.
      await page.getByRole('button', { name: 'Clear selection' }).click()
      const boxes = page.getByRole('checkbox', { name: /^Select ticket/ })
      await boxes.nth(0).check()
      await boxes.nth(3).click({ modifiers: ['Shift'] })
      await boxes.nth(1).uncheck()
      await page.getByText('3 tickets of tiny selected').waitFor()
      await rows.nth(5).click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Show the selection in Compare' }).click()
      await page.getByText(/, 1 ticket selected$/).waitFor()
      await button(page, 'List tickets').click()
      await page.getByLabel('list these alone').uncheck()
      await page.getByLabel('Select every ticket listed').check()
      await page.getByText('12 tickets of tiny selected').waitFor()
      await button(page, 'Patterns').click()
      await page.getByRole('rowheader', { name: 'selection', exact: true }).waitFor()
      await page.getByText('12 tickets selected').waitFor()
    })
  })

  it('shows every layer at once, on one scale or each on its own, with the means of the command line', async () => {
    const files = temporaryFolder()
    await withWindow(home, async (window) => {
      const { page } = window
      await answerDialogs(window, { saveIn: files })
      await visit(page, '#/compare')
      await page.getByRole('combobox', { name: 'Layer' }).selectOption('all layers')
      await page.getByRole('combobox', { name: 'Scales' }).selectOption('each layer its own')
      await page.getByRole('figure', { name: 'NNSTD± of each layer' }).locator('canvas').waitFor()
      await page.getByRole('combobox', { name: 'Scales' }).selectOption('one for all layers')
      const figure = 'NNSTD± of all layers on one scale'
      await page.getByRole('figure', { name: figure }).locator('canvas').waitFor()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })
      const svg = await exportTo(page, figure, 'SVG', files)
      const boxes = svg.matchAll(/data-layer="(\w+)" data-condition="([^"]+)" data-n="\d+" data-mean="([^"]+)"/g)
      const drawn = Object.fromEntries(
        Array.from(boxes, ([, layer, condition, mean]) => [`${layer} ${condition}`, Number(mean)]),
      )
      const rows = report.table.filter(({ metric, layer }) => metric === 'nnstd-signed' && layer !== 'overall')
      expect(drawn).toEqual(
        Object.fromEntries(
          rows.map(({ layer, condition, mean }) => [`${layer} ${condition}`, expect.closeTo(mean ?? NaN, 12)]),
        ),
      )
      await page.getByRole('combobox', { name: 'Layer' }).selectOption('mean of all layers')
    })
  })

  it('keeps what a pair is matched by, for other pairs and over a restart', async () => {
    const [first, second] = report.pairs.filter(({ metric }) => metric === 'nnstd')
    if (!first || !second) throw new Error('there are no pairs')
    const address = ({ a, b }: { a: string; b: string }): string => `#/compare?pair=${a}&pair=${b}`
    const choice = (page: Page) => page.getByRole('combobox', { name: 'Matched by' })
    await withWindow(home, async ({ page }) => {
      await visit(page, address(first))
      expect(await choice(page).inputValue()).toBe('nnstd-signed')
      await choice(page).selectOption('nnstd')
      // Its two tickets are not taken for two studies, and the pair is still open in Compare.
      await page.keyboard.press('Control+1')
      await page.getByRole('checkbox', { name: 'Put tiny side by side' }).waitFor()
      await page.keyboard.press('Control+7')
      await page.getByRole('table', { name: 'Layers of the pair' }).waitFor()
      await visit(page, address(second))
      expect(await choice(page).inputValue()).toBe('nnstd')
    })
    await withWindow(home, async ({ page }) => {
      await page.getByRole('table', { name: 'Layers of the pair' }).waitFor()
      expect(await choice(page).inputValue()).toBe('nnstd')
      await page.getByText(`NNSTD ${formatNumber(second.mean, 4)}, the mean of `).waitFor()
    })
  })

  it('keeps layer, alignment, signs, spread, and the matrix’s metric and order over a restart', async () => {
    const choices = {
      Layer: 'conv2',
      Alignment: 'none',
      Signs: 'trained',
      Spread: 'box',
      Metric: 'nnstd',
      Order: 'by dataset',
    }
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/compare')
      for (const [label, value] of Object.entries(choices))
        await page.getByRole('combobox', { name: label }).selectOption(value)
      await page.getByRole('figure', { name: 'Every two tickets' }).waitFor()
    })
    await withWindow(home, async ({ page }) => {
      await page.getByRole('figure', { name: 'Every two tickets' }).waitFor()
      for (const [label, value] of Object.entries(choices))
        expect(await page.getByRole('combobox', { name: label }).inputValue(), label).toBe(value)
      const { table } = await runJson<DistanceReport>(
        ...(['distances', 'tiny', '--alignment', 'none', '--signs', 'trained', '--home', home] as const),
      )
      const row = table.find(
        ({ layer, metric, condition }) => `${layer} ${metric} ${condition}` === 'conv2 nnstd random',
      )
      const shown = page.getByRole('table', { name: 'Distances by condition' }).locator('tr')
      await shown
        .filter({ hasText: /^\s*random/ })
        .filter({ hasText: row?.mean?.toFixed(4) ?? 'no such row' })
        .first()
        .waitFor()
    })
  })

  it('of two studies goes side by side, with the numbers of the command line', async () => {
    await withWindow(home, async ({ page }) => {
      await runAction(page, 'Open the example study')
      await page.getByRole('heading', { level: 1, name: 'example' }).waitFor()
      await visit(page, '#/overview')
      await page.getByRole('checkbox', { name: 'Put tiny side by side' }).check()
      await page.getByRole('checkbox', { name: 'Put example side by side' }).check()
      await button(page, 'Side by side').click()
      const example = await runJson<DistanceReport>('distances', 'example', '--home', home)
      const shown = [report, example].map(({ table }) => {
        const of = ({ layer, metric, condition }: ConditionRow) => `${layer} ${metric} ${condition}`
        const row = table.find((one) => of(one) === 'overall nnstd-signed winning digits')
        return `${formatNumber(row?.mean ?? null, 4)}, d ${formatNumber(row?.cohensD ?? null, 2)}`
      })
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'NNSTD±, winning digits' }) })
      await expect.poll(() => row.getByRole('cell').allTextContents()).toEqual(shown)
      // They are no pair of tickets for Compare, and still side by side when one comes back.
      await page.keyboard.press('Control+7')
      await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
      await page.keyboard.press('Control+1')
      await row.waitFor()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })
    })
  })
})
