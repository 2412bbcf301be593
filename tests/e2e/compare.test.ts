import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EnrichedPatternReport } from '../../src/shared/comparison.ts'
import type { DistanceReport, NetworkComparison } from '../../src/shared/results.ts'
import { formatNumber } from '../../src/renderer/ui/format.ts'
import { run, runJson, temporaryFolder, writeSpec } from '../cli/command-line.ts'
import { accessibilityProblems } from './accessibility.ts'
import { withWindow } from './window.ts'

const home = temporaryFolder()
const files = temporaryFolder()
let report: DistanceReport
let patterns: EnrichedPatternReport

beforeAll(async () => {
  const finished = await run('study', 'run', writeSpec(files), '--home', home)
  if (finished.status !== 0) throw new Error(finished.stderr)
  report = await runJson('distances', 'tiny', '--home', home)
  patterns = await runJson('patterns', 'tiny', '--home', home)
})

async function openView(page: Page, name: 'Compare' | 'Patterns'): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: /^tiny/ }).click()
  await page.getByRole('main').getByRole('button', { name, exact: true }).click()
}

/** The cells of the body row whose heading is `name`. */
async function readRow(page: Page, table: string, name: string, place = 0): Promise<string[]> {
  const rows = page
    .getByRole('table', { name: table })
    .locator('tr')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  const cells = await rows.nth(place).locator('td').allTextContents()
  return cells.map((text) => text.trim())
}

/** Exports a figure or table, as a person would who answers the dialog with this path. */
async function exportTo(
  app: ElectronApplication,
  page: Page,
  name: string,
  format: string,
  path: string,
): Promise<string> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await page.getByRole('button', { name: `Export ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: format, exact: true }).click()
  await page.getByText(`Saved ${path}`).waitFor()
  return readFileSync(path, 'utf8')
}

describe('a finished study', () => {
  it('is compared, a pair matched, its kernels seen, a figure exported, with the numbers of the command line', async () => {
    await withWindow(home, async ({ app, page }) => {
      await openView(page, 'Compare')

      // The statistics are those of `distances`.
      await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
      const signed = report.table.filter(({ metric, layer }) => metric === 'nnstd-signed' && layer === 'overall')
      for (const row of signed) {
        const cells = await readRow(page, 'Distances by condition', row.condition, 1)
        expect(cells.slice(0, 4)).toEqual([
          String(row.n),
          ...[row.mean, row.sd, row.meanDifference].map((value) => formatNumber(value, 4)),
        ])
      }

      // The data of a figure, read back, are those of `distances`.
      const csv = join(files, 'distances.csv')
      const rows = (await exportTo(app, page, 'NNSTD± by condition', 'Data as CSV', csv)).split(/\r?\n/)
      const pairs = report.pairs.filter(({ metric }) => metric === 'nnstd-signed')
      for (const { a, b, condition, mean } of pairs) expect(rows).toContain([condition, a, b, mean].join(','))

      // All layers at once, on one scale or each on its own: figures A.1 to A.4.
      await page.getByRole('combobox', { name: 'Layer' }).selectOption('all layers')
      for (const [scales, figure] of [
        ['each layer its own', 'NNSTD± of each layer'],
        ['one for all layers', 'NNSTD± of all layers on one scale'],
      ] as const) {
        await page.getByRole('combobox', { name: 'Scales' }).selectOption(scales)
        await page.getByRole('figure', { name: figure }).locator('canvas').waitFor()
      }
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })
      const panels = await exportTo(app, page, 'NNSTD± of all layers on one scale', 'SVG', join(files, 'layers.svg'))
      const means = [
        ...panels.matchAll(/data-layer="(\w+)" data-condition="([^"]+)" data-n="\d+" data-mean="([^"]+)"/g),
      ]
      const drawn = means.map(([, layer, condition, mean]) => [layer, condition, Number(mean)])
      const rowsOfLayers = report.table.filter(({ metric, layer }) => metric === 'nnstd-signed' && layer !== 'overall')
      expect(drawn).toHaveLength(rowsOfLayers.length)
      for (const { layer, condition, mean } of rowsOfLayers) {
        const one = drawn.find((box) => box[0] === layer && box[1] === condition)
        expect(one?.[2], `${layer} ${condition}`).toBeCloseTo(mean ?? NaN, 12)
      }
      await page.getByRole('combobox', { name: 'Layer' }).selectOption('mean of all layers')

      // Selecting a condition selects its pairs and tickets.
      await page.getByRole('button', { name: 'winning digits', exact: true }).last().click()
      await page.getByText(`3 of ${pairs.length} pairs, 3 tickets selected`).waitFor()
      const [nearest] = pairs
        .filter(({ condition }) => condition === 'winning digits')
        .toSorted((one, other) => one.mean - other.mean)
      if (!nearest) throw new Error('there is no winning pair')
      await page.getByRole('table', { name: 'Selected pairs' }).getByRole('button').first().click()

      // The matching of each layer has the distances of `distance`.
      const compared = await runJson<NetworkComparison>('distance', nearest.a, nearest.b, '--home', home)
      const layers = await page.getByRole('table', { name: 'Layers of the pair' }).locator('tbody tr').all()
      const distances = await Promise.all(layers.map((layer) => layer.locator('td').nth(1).textContent()))
      expect(distances.map((text) => text?.trim())).toEqual(
        compared['nnstd-signed'].layers.map((value) => formatNumber(value, 4)),
      )
      await page.getByRole('button', { name: 'conv2', exact: true }).click()
      await page.getByRole('table', { name: 'Filters of conv2' }).getByRole('button').nth(4).click()
      await page.getByRole('figure', { name: 'A’s filters, their matches in B, and their places' }).waitFor()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })

      // The patterns follow the selection.
      await page.getByRole('main').getByRole('button', { name: 'Patterns', exact: true }).click()
      await page.getByRole('rowheader', { name: 'selection', exact: true }).waitFor()
      const group = patterns.groups['winning digits']
      const selection = await readRow(page, 'Groups in numbers', 'selection')
      expect(selection.slice(0, 3)).toEqual(['3', String(group?.kernels), formatNumber(group?.signRatio ?? null, 2)])
      expect(await readRow(page, 'Groups in numbers', 'winning digits')).toEqual(selection)

      // Kernels grow over the rounds.
      const slider = page.getByRole('slider', { name: 'Rounds of pruning' })
      await slider.focus()
      await slider.press('Home')
      await page.getByText(/conv1: 16 filters of 3 kernels in 3 tickets; .* 0 pruned weights/).waitFor()

      // A figure, exported and read back.
      const svg = join(files, 'kernels.svg')
      const drawing = await exportTo(app, page, 'Most frequent kernels of 3 weights', 'SVG', svg)
      const counts = group?.frequentPatterns['3']?.map(({ count }) => String(count)) ?? []
      const texts = [...drawing.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
      const at = texts.indexOf('selection')
      expect(texts.slice(at + 1, at + 1 + counts.length)).toEqual(counts)
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })
    })
  })

  it('lets points be brushed, cells be reached by keys, and the selection be cleared', async () => {
    await withWindow(home, async ({ page }) => {
      await openView(page, 'Compare')
      // The window is where it was left.
      await page.getByRole('button', { name: '← All pairs' }).click()
      const figure = page.getByRole('figure', { name: 'NNSTD by condition' })
      const box = await figure.locator('.plot').boundingBox()
      if (!box) throw new Error('the plot is not shown')
      await page.getByRole('table', { name: 'Distances by condition' }).waitFor()
      await page.mouse.move(box.x + 64, box.y + 34)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width - 16, box.y + box.height - 78, { steps: 4 })
      await page.mouse.up()
      const all = report.pairs.length / 2
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
    })
  })
})
