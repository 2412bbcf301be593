import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { metricNames } from '../../src/shared/charts/conditions.ts'
import { formatNumber, formatProbability } from '../../src/renderer/ui/format.ts'
import type { ConditionRow, DistanceReport, NetworkComparison, Ticket } from '../../src/shared/results.ts'
import { runJson } from '../cli/command-line.ts'
import { accessibilityProblems } from './accessibility.ts'
import { explorePatterns } from './explore-patterns.ts'
import { exportTo, parseCsv } from './exported.ts'
import { button, drawnColours, readDistanceTable } from './study-view.ts'
import { answerDialogs } from './visit.ts'
import type { LabWindow } from './window.ts'

const clean = { light: [], dark: [] }
const metrics = ['nnstd', 'nnstd-signed'] as const

/** What the table must show of a row of `distances --json`, by heading. */
function shownRow(row: ConditionRow): Record<string, unknown> {
  const effectSize = formatNumber(row.cohensD, 2)
  return {
    n: String(row.n),
    mean: formatNumber(row.mean, 4),
    SD: formatNumber(row.sd, 4),
    'Δ mean': formatNumber(row.meanDifference, 4),
    t: formatNumber(row.t, 2),
    df: formatNumber(row.df, 1),
    p: formatProbability(row.p),
    'p Holm': formatProbability(row.pHolm),
    'p permutation': formatProbability(row.pPermutation),
    'd [95 % interval]': expect.stringMatching(new RegExp(`^${effectSize}( \\[.*\\])?$`)),
    effect: row.effect ?? '–',
  }
}

/** Compares a finished study in the window: every number of the table is that of `distances`. */
async function compareStatistics(page: Page, { table }: DistanceReport): Promise<void> {
  await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
  for (const metric of metrics)
    expect.soft(await drawnColours(page, `${metricNames[metric]} by condition`), metric).toBeGreaterThan(10)
  for (const layer of ['conv1', 'overall']) {
    await page.getByLabel('Layer').selectOption(layer)
    const shown = await readDistanceTable(page)
    expect(Object.keys(shown)).toEqual(metrics.map((metric) => metricNames[metric]))
    for (const metric of metrics) {
      const rows = table.filter((row) => row.metric === metric && row.layer === layer)
      expect(Object.keys(shown[metricNames[metric]] ?? {})).toEqual(rows.map(({ condition }) => condition))
      for (const row of rows)
        expect(shown[metricNames[metric]]?.[row.condition], `${layer}, ${row.condition}`).toMatchObject(shownRow(row))
    }
  }
}

/**
 * From Compare to a pair's matching, a kernel pattern, and figures in files that are read back; each number as the command
 * line gives it for the same study.
 * @param files where to save
 */
export async function exploreStudy(window: LabWindow, study: string, files: string): Promise<void> {
  const { page, home } = window
  const report = await runJson<DistanceReport>('distances', study, '--home', home)
  await answerDialogs(window, { saveIn: files })
  await button(page, 'Compare').click()
  await compareStatistics(page, report)
  expect(await accessibilityProblems(page)).toEqual(clean)

  // The data of a figure and of the table, read back.
  const pairs = report.pairs.filter(({ metric }) => metric === 'nnstd-signed')
  const points = await exportTo(page, 'NNSTD± by condition', 'Data as CSV', files)
  expect(parseCsv(points).slice(1)).toEqual(
    expect.arrayContaining(pairs.map(({ condition, a, b, mean }) => [condition, a, b, String(mean)])),
  )
  const [, ...statistics] = parseCsv(await exportTo(page, 'Statistics by condition', 'CSV', files))
  const means = report.table.filter(({ layer }) => layer === 'overall').map(({ mean }) => String(mean))
  expect(statistics.map((cells) => cells[4])).toEqual(means)

  // Selecting a condition selects its pairs and tickets; its nearest pair is opened.
  const winning = pairs.filter(({ condition }) => condition === 'winning digits')
  const tickets = new Set(winning.flatMap(({ a, b }) => [a, b])).size
  await page.getByRole('button', { name: 'winning digits', exact: true }).last().click()
  await page.getByText(`${winning.length} of ${pairs.length} pairs, ${tickets} tickets selected`).waitFor()
  const [nearest] = winning.toSorted((one, other) => one.mean - other.mean)
  if (!nearest) throw new Error('there is no winning pair')
  await page.getByRole('table', { name: 'Selected pairs' }).getByRole('button').first().click()

  // The matching of each layer has the distances of `distance`, and counts every kept place of both once.
  const compared = await runJson<NetworkComparison>('distance', nearest.a, nearest.b, '--home', home)
  const all = await runJson<Ticket[]>('tickets', study, '--home', home)
  const [first, second] = [nearest.a, nearest.b].map((id) => all.find((ticket) => ticket.id === id)?.layers ?? [])
  const layers = await page.getByRole('table', { name: 'Layers of the pair' }).locator('tbody tr').all()
  expect(layers).toHaveLength(compared['nnstd-signed'].layers.length)
  for (const [place, layer] of layers.entries()) {
    const [, distance, ...counts] = (await layer.locator('td').allTextContents()).map((text) => text.trim())
    expect(distance).toBe(formatNumber(compared['nnstd-signed'].layers[place] ?? null, 4))
    const [shared = 0, onlyFirst = 0, onlySecond = 0, flipped = 0] = counts.map((text) =>
      Number(text.replaceAll('\u202f', '')),
    )
    expect([onlyFirst, onlySecond].map((only) => only + shared + flipped)).toEqual([
      first?.[place]?.kept,
      second?.[place]?.kept,
    ])
  }
  await page.getByRole('button', { name: 'conv2', exact: true }).click()
  await page.getByRole('table', { name: 'Filters of conv2' }).getByRole('button').nth(4).click()
  await page.getByRole('figure', { name: 'A’s filters, their matches in B, and their places' }).waitFor()
  expect(await accessibilityProblems(page)).toEqual(clean)

  await explorePatterns(window, { study, files, group: 'winning digits', tickets })
}
