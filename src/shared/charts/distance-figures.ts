import type { Metric } from '../results.ts'
import { formatNumber, planAxis } from './axis.ts'
import { summariseBox, type BoxSummary } from './boxplot.ts'
import { line, rect, text, type Shape } from './drawing.ts'
import type { DataTable, Figure } from './figure.ts'
import { categories, categoryOf, gridInk, ink, quietInk } from './style.ts'

/** One compared pair, with its tickets named by dataset, kind and trial. */
export interface FigurePair {
  a: string
  b: string
  condition: string
  metric: Metric
  layers: Record<string, number>
  mean: number
}

/** What the distance figures are drawn from. */
export interface DistanceData {
  pairs: readonly FigurePair[]
  /** In the order of the paper: winning, mixed, random, between. */
  conditions: readonly string[]
  /** In network order. */
  layers: readonly string[]
  /** What was measured how, for captions. */
  settings: string
}

const metricNames: Record<Metric, string> = { nnstd: 'NNSTD', 'nnstd-signed': 'NNSTD±' }
const overall = 'overall'

interface Panel {
  metric: Metric
  layer: string
  title: string
}

/** Figure 1: every condition under both metrics, each with its own scale. */
export function buildOverviewFigure(data: DistanceData): Figure {
  return buildPanels(data, {
    number: '1',
    title: 'Distances of tickets by condition: NNSTD and NNSTD±',
    caption: `The distribution of the sign-agnostic NNSTD (left) and sign-aware NNSTD± (right) distances for each condition, grouped by their category. The scales differ. ${boxNote} ${data.settings}`,
    panels: [
      { metric: 'nnstd', layer: overall, title: 'NNSTD, mean of all layers' },
      { metric: 'nnstd-signed', layer: overall, title: 'NNSTD±, mean of all layers' },
    ],
    columns: 2,
  })
}

/** Figures A.1 and A.3: all layers of one metric on one scale. */
export function buildSharedLayersFigure(data: DistanceData, number: string, metric: Metric): Figure {
  return buildPanels(data, {
    number,
    title: `${metricNames[metric]} distances of all layers, on one scale`,
    caption: `The distribution of the ${metricNames[metric]} distances over all layers for each condition, on one scale. ${boxNote} ${data.settings}`,
    panels: layerPanels(data, metric),
    columns: data.layers.length,
    shared: true,
  })
}

/** Figures A.2 and A.4: each layer of one metric on its own scale. */
export function buildLayersFigure(data: DistanceData, number: string, metric: Metric): Figure {
  return buildPanels(data, {
    number,
    title: `${metricNames[metric]} distances of each layer`,
    caption: `The distribution of the ${metricNames[metric]} distances for all layers separately; the scales differ. ${boxNote} ${data.settings}`,
    panels: layerPanels(data, metric),
    columns: Math.min(3, data.layers.length),
  })
}

const boxNote =
  'Boxes reach from the first to the third quartile with a line at the median and a bar at the mean; whiskers reach to the furthest pair within 1.5 box lengths, dots are pairs beyond.'

function layerPanels({ layers }: DistanceData, metric: Metric): Panel[] {
  return layers.map((layer) => ({ metric, layer, title: layer }))
}

interface PanelPlan extends Pick<Figure, 'number' | 'title' | 'caption'> {
  panels: Panel[]
  columns: number
  /** Whether all panels have one scale. */
  shared?: boolean
}

const plot = { height: 250, left: 52, right: 12, top: 30, bottom: 96 }

function buildPanels(data: DistanceData, plan: PanelPlan): Figure {
  const samples = plan.panels.map((panel) => data.conditions.map((condition) => sampleOf(data, panel, condition)))
  const inner = Math.max(120, data.conditions.length * (plan.columns > 3 ? 17 : 30))
  const width = plot.left + inner + plot.right
  const height = plot.top + plot.height + plot.bottom
  const shapes = plan.panels.flatMap((panel, place): Shape[] => {
    const own = samples[place] ?? []
    const left = (place % plan.columns) * width
    const top = Math.floor(place / plan.columns) * height
    return drawPanel(data, panel, own, (plan.shared ? samples.flat() : own).flat(), left, top, inner)
  })
  const rows = Math.ceil(plan.panels.length / plan.columns)
  const legendTop = rows * height
  const present = [...new Set(data.conditions.map(categoryOf))]
  const legend = present.flatMap((category, index): Shape[] => [
    rect({ x: plot.left + index * 96, y: legendTop + 4, width: 12, height: 12, fill: categories[category].colour }),
    text({ x: plot.left + index * 96 + 18, y: legendTop + 14, text: categories[category].name, fill: ink, size: 11 }),
  ])
  return {
    ...plan,
    drawing: {
      width: Math.max(width * plan.columns, plot.left + 400),
      height: legendTop + 26,
      shapes: [...shapes, ...legend],
    },
    data: tabulate(data, plan.panels),
  }
}

function sampleOf({ pairs }: DistanceData, { metric, layer }: Panel, condition: string): number[] {
  return pairs
    .filter((pair) => pair.metric === metric && pair.condition === condition)
    .flatMap((pair) => (layer === overall ? [pair.mean] : (pair.layers[layer] ?? [])))
}

function drawPanel(
  { conditions }: DistanceData,
  { metric, layer, title }: Panel,
  samples: readonly number[][],
  scale: readonly number[],
  left: number,
  top: number,
  inner: number,
): Shape[] {
  const axis = planAxis(scale)
  const bottom = top + plot.top + plot.height
  const at = (value: number): number => bottom - ((value - axis.min) / (axis.max - axis.min)) * plot.height
  const start = left + plot.left
  const slot = inner / Math.max(1, conditions.length)
  const frame = axis.ticks.flatMap((tick): Shape[] => [
    line(gridInk, 1, start, at(tick), start + inner, at(tick)),
    text({ x: start - 6, y: at(tick) + 4, text: formatNumber(tick, axis.digits), fill: ink, size: 10, align: 'end' }),
  ])
  const name = `${metricNames[metric]} distance`
  return [
    text({ x: start + inner / 2, y: top + 18, text: title, fill: ink, size: 12, align: 'middle', bold: true }),
    text({
      x: left + 13,
      y: bottom - plot.height / 2,
      text: name,
      fill: quietInk,
      size: 11,
      align: 'middle',
      rotate: -90,
    }),
    ...frame,
    ...conditions.flatMap((condition, place): Shape[] => {
      const centre = start + (place + 0.5) * slot
      const summary = summariseBox(samples[place] ?? [])
      const label = text({
        x: centre + 4,
        y: bottom + 12,
        text: condition,
        fill: ink,
        size: 10,
        align: 'end',
        rotate: -40,
      })
      if (!summary) return [label]
      const colour = categories[categoryOf(condition)].colour
      return [...drawBox(summary, centre, slot * 0.62, at, colour, { condition, metric, layer }), label]
    }),
    line(quietInk, 1, start, bottom, start + inner, bottom),
  ]
}

function drawBox(
  summary: BoxSummary,
  x: number,
  width: number,
  at: (value: number) => number,
  colour: string,
  names: Record<string, string>,
): Shape[] {
  const { outliers, ...numbers } = summary
  const { q1, median, q3, low, high, mean } = numbers
  const half = width / 2
  return [
    line(colour, 1.2, x, at(high), x, at(q3)),
    line(colour, 1.2, x, at(q1), x, at(low)),
    line(colour, 1.2, x - half / 2, at(high), x + half / 2, at(high)),
    line(colour, 1.2, x - half / 2, at(low), x + half / 2, at(low)),
    rect({
      ...{ x: x - half, y: at(q3), width, height: Math.max(0.5, at(q1) - at(q3)) },
      ...{ fill: colour, opacity: 0.25, stroke: colour, strokeWidth: 1.2, data: { ...names, ...numbers } },
    }),
    line(colour, 2, x - half, at(median), x + half, at(median)),
    rect({ x: x - half * 0.35, y: at(mean) - 1.5, width: half * 0.7, height: 3, fill: ink }),
    ...outliers.map((value) =>
      rect({
        x: x - 1.25,
        y: at(value) - 1.25,
        width: 2.5,
        height: 2.5,
        fill: colour,
        data: { ...names, outlier: value },
      }),
    ),
  ]
}

function tabulate({ pairs, conditions }: DistanceData, panels: readonly Panel[]): DataTable {
  return {
    columns: ['metric', 'layer', 'condition', 'a', 'b', 'distance'],
    rows: panels.flatMap(({ metric, layer }) =>
      conditions.flatMap((condition) =>
        pairs
          .filter((pair) => pair.metric === metric && pair.condition === condition)
          .map(({ a, b, mean, layers }) => [
            ...[metric, layer, condition, a, b],
            layer === overall ? mean : (layers[layer] ?? null),
          ]),
      ),
    ),
  }
}
