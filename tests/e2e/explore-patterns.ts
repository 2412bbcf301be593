import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { formatNumber } from '../../src/renderer/ui/format.ts'
import type { EnrichedPatternReport } from '../../src/shared/comparison.ts'
import { runJson } from '../cli/command-line.ts'
import { accessibilityProblems } from './accessibility.ts'
import { exportTo, parseCsv, parseSvg } from './exported.ts'
import { button } from './study-view.ts'
import type { LabWindow } from './window.ts'

const clean = { light: [], dark: [] }

/** The cells of the body row whose heading is `name`. */
async function readRow(page: Page, table: string, name: string): Promise<string[]> {
  const rows = page
    .getByRole('table', { name: table })
    .locator('tr')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  const cells = await rows.first().locator('td').allTextContents()
  return cells.map((text) => text.trim())
}

/**
 * The patterns of a selected condition in the window, its kernels over the rounds, and a kernel pattern in files; each
 * number as `patterns` gives it for the same group.
 */
export async function explorePatterns(
  { page, home }: LabWindow,
  { study, files, group: wanted, tickets }: { study: string; files: string; group: string; tickets: number },
): Promise<void> {
  const patterns = await runJson<EnrichedPatternReport>('patterns', study, '--home', home)
  // The patterns follow the selection.
  await button(page, 'Patterns').click()
  await page.getByRole('rowheader', { name: 'selection', exact: true }).waitFor()
  const group = patterns.groups[wanted]
  const selection = await readRow(page, 'Groups in numbers', 'selection')
  expect(selection.slice(0, 3)).toEqual([
    String(tickets),
    String(group?.kernels),
    formatNumber(group?.signRatio ?? null, 2),
  ])
  expect(await readRow(page, 'Groups in numbers', wanted)).toEqual(selection)
  const counted = await exportTo(page, 'Kernels by kept weights', 'CSV', files)
  const [groups = [], ...kept] = parseCsv(counted)
  expect(kept.map((cells) => Number(cells[groups.indexOf(wanted)]))).toEqual(group?.kernelsByKeptWeights)
  for (const [name, expected] of [
    ['Kept weights per filter', group?.weightsPerFilter.histogram],
    ['Kept weights per position', group?.weightsPerPosition.counts.flat(2)],
    ['Positive weights beside a positive one', group?.positiveGivenPositive.flat()],
    ['Negative weights beside a positive one', group?.negativeGivenPositive.flat()],
  ] as const) {
    const rows = parseCsv(await exportTo(page, name, 'Data as CSV', files)).filter(([of]) => of === wanted)
    expect(
      rows.map((cells) => Number(cells.at(-1))),
      name,
    ).toEqual(expected)
  }

  // Kernels grow over the rounds.
  const slider = page.getByRole('slider', { name: 'Rounds of pruning' })
  await slider.focus()
  await slider.press('Home')
  await page.getByText(/conv1: \d+ filters of 3 kernels in \d+ tickets; .* 0 pruned weights/).waitFor()

  // A kernel pattern, as a drawing and as data.
  const frequent = group?.frequentPatterns['3'] ?? []
  const name = 'Most frequent kernels of 3 weights'
  const { title, caption, texts } = await parseSvg(page, await exportTo(page, name, 'SVG', files))
  expect(title).toBe(name)
  expect(caption).toMatch(new RegExp(`selection ${tickets} tickets.*“${study}”, seed \\d+\\. Ticketscope \\d`))
  const at = texts.indexOf('selection')
  expect(texts.slice(at + 1, at + 1 + frequent.length)).toEqual(frequent.map(({ count }) => String(count)))
  const rows = parseCsv(await exportTo(page, name, 'Data as CSV', files))
  const enriched = patterns.enrichment[wanted] ?? []
  const expected = frequent.map(({ pattern, count }, place) => {
    const { randomCount = 0, log2Ratio = null, interval } = enriched.find((one) => one.pattern === pattern) ?? {}
    return [place + 1, pattern, count, randomCount, log2Ratio, ...(interval ?? [null, null])].map((value) =>
      String(value ?? ''),
    )
  })
  expect(rows.filter(([of]) => of === wanted).map((cells) => cells.slice(2))).toEqual(expected)
  expect(await accessibilityProblems(page)).toEqual(clean)
}
