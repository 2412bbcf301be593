import type { StudyOutline } from '../../shared/results.ts'
import type { DataTable } from '../../shared/tables/table.ts'
import { inNumber } from '../../shared/numbers.ts'
import { axisStyle, tooltipStyle } from './axes.ts'
import type { ChartOption } from './echarts.ts'
import type { Palette } from './palette.ts'

type Outline = Pick<StudyOutline, 'layers' | 'kept'>

/** Layers that lose the same share each round lie on one another, so each kind and the whole get a line. */
interface KeptLine {
  name: string
  /** Kept share, 0…1, after 0 … N rounds. */
  shares: number[]
}

export function collectKeptShares({ layers, kept }: Outline): KeptLine[] {
  const shareOf = (chosen: readonly number[]): number[] => {
    const total = chosen.reduce((sum, layer) => sum + (layers[layer]?.weights ?? 0), 0)
    return kept.map((round) => chosen.reduce((sum, layer) => sum + (round[layer] ?? 0), 0) / total)
  }
  const every = layers.map((_, layer) => layer)
  const titles = { conv: 'convolutions', dense: 'dense', output: 'output' } as const
  const kinds = (['conv', 'dense', 'output'] as const).flatMap((kind) => {
    const chosen = every.filter((layer) => layers[layer]?.kind === kind)
    return chosen.length > 0 ? [{ name: titles[kind], shares: shareOf(chosen) }] : []
  })
  return [...kinds, { name: 'all', shares: shareOf(every) }]
}

/** Weights kept over rounds: a line for each kind of layer, a heavy one for the whole network. */
export function buildPruningOption(outline: Outline, palette: Palette) {
  const lines = collectKeptShares(outline)
  return {
    animation: false,
    grid: { left: 56, right: 14, top: 30, bottom: 42 },
    legend: { top: 0, textStyle: { color: palette.text, fontSize: 11 }, itemWidth: 18 },
    tooltip: {
      ...tooltipStyle(palette),
      trigger: 'axis',
      valueFormatter: (value: unknown) => `${(Number(value) * 100).toFixed(1)} %`,
    },
    xAxis: {
      ...axisStyle(palette, 'Rounds of pruning'),
      type: 'category',
      nameGap: 26,
      data: outline.kept.map((_, round) => String(round)),
    },
    yAxis: {
      ...axisStyle(palette, 'Weights kept'),
      type: 'value',
      nameGap: 40,
      min: 0,
      max: 1,
      axisLabel: { color: palette.text, fontSize: 11, formatter: (share: number) => `${Math.round(share * 100)} %` },
    },
    series: lines.map(({ name, shares }, place) => {
      const color = name === 'all' ? palette.text : (palette.series[place] ?? palette.text)
      // Kinds with one rate share a line: the whole network lies under them, and the last is dashed over the first.
      const lineStyle =
        name === 'all'
          ? { width: 4, opacity: 0.5 }
          : { width: 1.5, type: name === 'output' ? ('dashed' as const) : ('solid' as const) }
      return {
        ...{ type: 'line' as const, name, color, data: shares, symbol: 'circle', symbolSize: 4 },
        ...{ z: name === 'all' ? 2 : 3, lineStyle },
      }
    }),
  } satisfies ChartOption
}

export function summarisePruning(outline: Outline): string {
  const left = collectKeptShares(outline).map(({ name, shares }) => {
    const share = shares.at(-1) ?? 0
    return `${name} ${(share * 100).toFixed(1)} %`
  })
  const rounds = outline.kept.length - 1
  return `Kept after ${rounds} ${inNumber(rounds, 'round')}: ${left.join(', ')}.`
}

/** Kept weights by round and layer. */
export function tabulatePruning({ layers, kept }: Outline): DataTable {
  return {
    columns: ['round', ...layers.map(({ name }) => name)],
    rows: kept.map((round, index) => [index, ...round]),
  }
}
