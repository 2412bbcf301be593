import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeReport } from '../../src/main/lab/bundles/index.ts'
import { patternCalls } from '../../src/main/lab/calls/patterns.ts'
import { compareStudy } from '../../src/main/lab/study/compare.ts'
import { describeColumns } from '../../src/main/lab/study/distance-columns.ts'
import { measureStudy } from '../../src/main/lab/study/measure-study.ts'
import { describeSpread } from '../../src/shared/charts/spread.ts'
import type { ConditionRow } from '../../src/shared/results.ts'
import { makeHome, temporaryFolder, tinySpec } from './tiny-study.ts'

const { store } = await makeHome({
  ...tinySpec,
  name: 'two sets & <more>',
  datasets: [{ name: 'digits' }, { name: 'fashion' }],
  network: {
    input: { height: 4, width: 4, channels: 3 },
    layers: [
      { kind: 'conv', filters: 12 },
      { kind: 'pool' },
      { kind: 'dense', units: 3 },
      { kind: 'output', classes: 2 },
    ],
  },
  trials: 3,
})
const [study] = store.studies.list()
if (!study) throw new Error('no study')
const context = { store, emit: () => undefined, workers: 1, writable: false }
const distances = await compareStudy(context, study, {})
const patterns = await patternCalls(store).findPatterns({ study: study.id, layer: 'conv1' })
const columns = describeColumns(await measureStudy(context, study, {}))
const source = { columns, tests: distances, patterns }
const folder = temporaryFolder()
await writeReport(source, study, join(folder, 'first'))
const read = (name: string): string => readFileSync(join(folder, 'first', name), 'utf8')

/** Every shape's data attributes of a figure's SVG that has them all. */
function shapes(figure: string, ...names: string[]): Record<string, string>[] {
  return [...read(`figures/figure-${figure}.svg`).matchAll(/<\w+ [^>]*>/g)].flatMap(([tag]) => {
    const data = Object.fromEntries(
      [...tag.matchAll(/ data-([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    )
    return names.every((name) => name in data) ? [data] : []
  })
}

function csv(name: string): string[][] {
  return read(name)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
}

const groups = Object.entries(patterns.groups)
const figures = ['1', '2a', '2b', '3', '4', '5', '6', 'A.1', 'A.2', 'A.3', 'A.4', 'A.5', 'A.6', 'A.7', 'A.8']

describe('the report', () => {
  it('has every figure and table of the paper in every format', () => {
    const files = readdirSync(join(folder, 'first'), { recursive: true })
    const wanted = [
      ...figures.flatMap((number) => ['svg', 'pdf', 'png', 'csv'].map((type) => `figures/figure-${number}.${type}`)),
      ...['1', 'A.1', 'A.2', 'A.3'].flatMap((number) =>
        ['csv', 'md', 'tex'].map((type) => `tables/table-${number}.${type}`),
      ),
      ...['index.html', 'methods.md', 'spec.json', 'reproduce.sh'],
    ]
    expect(files).toEqual(expect.arrayContaining(wanted))
    for (const number of figures) {
      expect(read(`figures/figure-${number}.pdf`)).toMatch(/^%PDF-/)
      const png = readFileSync(join(folder, 'first', `figures/figure-${number}.png`))
      expect(png.subarray(1, 4).toString()).toBe('PNG')
    }
  })

  it('has the same bytes the second time', async () => {
    await writeReport(source, study, join(folder, 'second'))
    for (const name of readdirSync(join(folder, 'first'), { recursive: true, encoding: 'utf8' })) {
      if (!name.includes('.') || name.endsWith('figures') || name.endsWith('tables')) continue
      const [first, second] = ['first', 'second'].map((place) => readFileSync(join(folder, place, name)))
      expect(second?.equals(first ?? Buffer.alloc(0)), name).toBe(true)
    }
  })

  it('is one page without scripts or anything from elsewhere', () => {
    const page = read('index.html')
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(/)
    expect(page.match(/(?:href|src)=/g)).toBeNull()
    expect(page).toContain("default-src 'none'")
    for (const number of figures) expect(page).toContain(`<figure id="figure-${number}">`)
    expect(page).toContain('two sets &amp; &lt;more&gt;')
  })

  it('has the exact spec and the command that makes it again', () => {
    expect(JSON.parse(read('spec.json'))).toEqual(study.spec)
    expect(read('reproduce.sh')).toBe(
      "ticketscope study run spec.json && ticketscope report 'two sets & <more>' --out report\n",
    )
    expect(read('methods.md')).toMatch(/SGD, learning rate 0\.1, momentum 0, batches of 10, 1 epoch a round/)
    expect(read('methods.md')).toMatch(/seed 3; a processor \(engine wasm\); Ticketscope 0\.1\.0, Node 24\.0\.0/)
  })
})

describe('the distance figures', () => {
  it.each([
    ['1', ['nnstd', 'nnstd-signed'], ['overall']],
    ['A.1', ['nnstd-signed'], ['conv1', 'dense1', 'output']],
    ['A.2', ['nnstd-signed'], ['conv1', 'dense1', 'output']],
    ['A.3', ['nnstd'], ['conv1', 'dense1', 'output']],
    ['A.4', ['nnstd'], ['conv1', 'dense1', 'output']],
  ])('figure %s shows the distances of the store', (figure, metrics, layers) => {
    const boxes = shapes(figure, 'median')
    const rows = csv(`figures/figure-${figure}.csv`).slice(1)
    const conditions = [...new Set(distances.pairs.map(({ condition }) => condition))]
    expect(boxes).toHaveLength(metrics.length * layers.length * conditions.length)
    for (const metric of metrics) {
      for (const layer of layers) {
        for (const condition of conditions) {
          const values = distances.pairs
            .filter((pair) => pair.metric === metric && pair.condition === condition)
            .map((pair) => (layer === 'overall' ? pair.mean : (pair.layers[layer] ?? NaN)))
          const box = boxes.find(
            (data) => data['metric'] === metric && data['layer'] === layer && data['condition'] === condition,
          )
          const spread = describeSpread(Float64Array.from(values))
          const [low, high] = spread?.whiskers ?? []
          const expected = { n: spread?.n, q1: spread?.lower, median: spread?.median, q3: spread?.upper, low, high }
          for (const [name, value] of Object.entries({ ...expected, mean: spread?.mean }))
            expect(Number(box?.[name]), `${metric} ${layer} ${condition} ${name}`).toBe(value)
          const written = rows.filter((row) => row[0] === metric && row[1] === layer && row[2] === condition)
          expect(written.map((row) => Number(row[5]))).toEqual(values)
        }
      }
    }
  })
})

describe('the pattern figures', () => {
  it('2a shows the histogram of each group', () => {
    for (const [name, group] of groups) {
      const bars = shapes('2a', 'kept', 'count').filter((data) => data['group'] === name)
      expect(bars.map((data) => Number(data['count']))).toEqual(group.weightsPerFilter.histogram)
      const rows = csv('figures/figure-2a.csv').filter((row) => row[0] === name)
      expect(rows.map((row) => Number(row[2]))).toEqual(group.weightsPerFilter.histogram)
    }
  })

  it('2b shows the counts of each position', () => {
    for (const [name, group] of groups) {
      const cells = shapes('2b', 'channel', 'count').filter((data) => data['group'] === name)
      expect(cells.map((data) => Number(data['count']))).toEqual(group.weightsPerPosition.counts.flat(2))
      const rows = csv('figures/figure-2b.csv').filter((row) => row[0] === name)
      expect(rows.map((row) => Number(row[4]))).toEqual(group.weightsPerPosition.counts.flat(2))
    }
  })

  it.each([
    ['3', 'positiveGivenPositive'],
    ['4', 'negativeGivenPositive'],
  ] as const)('%s shows the weights that come together', (figure, key) => {
    for (const [name, group] of groups) {
      const cells = shapes(figure, 'reference', 'count').filter((data) => data['group'] === name)
      expect(cells.map((data) => Number(data['count']))).toEqual(group[key].flat())
      const rows = csv(`figures/figure-${figure}.csv`).filter((row) => row[0] === name)
      expect(rows.map((row) => Number(row[3]))).toEqual(group[key].flat())
    }
  })

  it.each([
    ['5', 3],
    ['6', 4],
    ['A.5', 2],
    ['A.6', 5],
    ['A.7', 6],
    ['A.8', 7],
  ])('%s shows the most frequent kernels with %i weights', (figure, kept) => {
    for (const [name, group] of groups) {
      const expected = (group.frequentPatterns[String(kept)] ?? []).map(({ pattern, count }) => [pattern, `${count}`])
      const kernels = shapes(figure, 'pattern').filter((data) => data['group'] === name)
      expect(kernels.map((data) => [data['pattern'], data['count']])).toEqual(expected)
      const rows = csv(`figures/figure-${figure}.csv`).filter((row) => row[0] === name)
      expect(rows.map((row) => [row[3], row[4]])).toEqual(expected)
    }
  })
})

describe('the tables', () => {
  const number = (cell: string | undefined) => (cell === '' ? null : Number(cell))

  it.each([
    ['1', (layer: string) => layer === 'overall', ['nnstd', 'nnstd-signed']],
    ['A.1', (layer: string) => layer !== 'overall', ['nnstd-signed']],
    ['A.2', (layer: string) => layer !== 'overall', ['nnstd']],
  ])('table %s has every number of the statistics', (table, wanted, metrics) => {
    const [head = [], ...rows] = csv(`tables/table-${table}.csv`)
    const expected = distances.table.filter((row) => wanted(row.layer) && metrics.includes(row.metric))
    expect(rows.map((row) => row[head.indexOf('condition')])).toEqual(expected.map(({ condition }) => condition))
    const keys: Record<string, keyof ConditionRow> = {
      ...{ n: 'n', mean: 'mean', sd: 'sd', mean_difference: 'meanDifference', t: 't', df: 'df', p: 'p' },
      ...{ p_holm: 'pHolm', p_permutation: 'pPermutation', cohens_d: 'cohensD' },
    }
    for (const [column, key] of Object.entries(keys))
      expect(
        rows.map((row) => number(row[head.indexOf(column)])),
        column,
      ).toEqual(expected.map((row) => row[key]))
    expect(rows.map((row) => number(row[head.indexOf('cohens_d_low')]))).toEqual(
      expected.map((row) => row.cohensDInterval?.[0] ?? null),
    )
    const markdown = read(`tables/table-${table}.md`)
    expect(markdown.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(expected.length + 2)
  })

  it('table A.3 counts the kernels', () => {
    const [head = [], ...rows] = csv('tables/table-A.3.csv')
    for (const [name, group] of groups)
      expect(rows.map((row) => Number(row[head.indexOf(name)]))).toEqual(group.kernelsByKeptWeights)
  })

  it('are LaTeX with booktabs and nothing left unescaped', () => {
    const latex = read('tables/table-1.tex')
    expect(latex).toMatch(/\\toprule[^]*\\midrule[^]*\\bottomrule/)
    expect(latex).not.toMatch(/[±−α“”’–]|(?<!\\)[%_&](?![ \n])/)
  })
})
