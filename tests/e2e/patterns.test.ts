import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { EnrichedPatternReport } from '../../src/shared/comparison.ts'
import { runJson } from '../cli/command-line.ts'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()

/** The body of a table, row by row. */
async function readCells(page: Page, region: string): Promise<string[][]> {
  const rows = await page.getByRole('region', { name: region, exact: true }).locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('td').allTextContents())).then((read) =>
    read.map((cells) => cells.map((text) => text.trim())),
  )
}

/** A number as a table twin shows it. */
const shown = (value: number | null | undefined): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(6))).replace('-', '−') : '–'

/** The rows of figures 5, 6 and A.5–A.8: group, kept weights, rank, pattern, count, count at random, ratio, interval. */
function frequentRows({ groups, enrichment }: EnrichedPatternReport, kept: number): string[][] {
  return Object.entries(groups).flatMap(([name, { frequentPatterns }]) =>
    (frequentPatterns[kept] ?? []).map(({ pattern, count }, place) => {
      const enriched = enrichment[name]?.find((one) => one.pattern === pattern)
      const numbers = [enriched?.randomCount, enriched?.log2Ratio, ...(enriched?.interval ?? [null, null])]
      return [name, String(kept), String(place + 1), pattern, String(count), ...numbers.map(shown)]
    }),
  )
}

describe('Patterns', () => {
  it('has the numbers of the command line in its tables, of the chosen convolution, which is kept over a restart', async () => {
    const [first, second] = await Promise.all(
      ['conv1', 'conv2'].map((layer) =>
        runJson<EnrichedPatternReport>('patterns', 'tiny', '--layer', layer, '--home', home),
      ),
    )
    if (!first || !second) throw new Error('there are no patterns')
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/patterns')
      await compareTables(page, first)
      await page.getByRole('combobox', { name: 'Convolution' }).selectOption('conv2')
      await page.getByText('Counting').waitFor({ state: 'detached' })
      await compareTables(page, second)
    })
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/patterns')
      expect(await page.getByRole('combobox', { name: 'Convolution' }).inputValue()).toBe('conv2')
      await compareTables(page, second)
    })
  })
})

/** Compares the most frequent kernels, and table A.3, with what `patterns` says; the window opens figures as drawings. */
async function compareTables(page: Page, report: EnrichedPatternReport): Promise<void> {
  const names = Object.keys(report.groups)
  expect(names).toEqual(['random', 'winning fashion', 'winning digits'])
  for (const kept of [2, 3, 4, 5, 6, 7]) {
    const figure = `Most frequent kernels of ${kept} weights`
    const twin = button(page, `${figure} as a table`)
    if ((await twin.getAttribute('aria-pressed')) === 'false') await twin.click()
    const rows = frequentRows(report, kept)
    await expect.poll(() => readCells(page, `${figure}, as a table`), { message: figure }).toEqual(rows)
  }
  // Kernels of so few filters seldom keep five weights and more; what there is of fewer must not be nothing.
  for (const name of names)
    for (const kept of [2, 3])
      expect(
        frequentRows(report, kept).filter(([of]) => of === name),
        name,
      ).not.toEqual([])
  const counts = Array.from({ length: 10 }, (_, kept) => [
    String(kept),
    ...names.map((name) => String(report.groups[name]?.kernelsByKeptWeights[kept])),
  ])
  expect(await readCells(page, 'Kernels by kept weights, their table')).toEqual(counts)
}
