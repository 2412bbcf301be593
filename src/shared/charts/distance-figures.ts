import type { DistanceColumns } from '../comparison.ts'
import type { Metric } from '../results.ts'
import type { TableValue } from '../tables/table.ts'
import { metricNames } from './conditions.ts'
import { drawPanels, type PanelLayout } from './distance-panels.ts'
import { placePoints, type SpreadShape } from './distance-points.ts'
import type { Figure } from './figure.ts'

/** Distances under one metric, of one layer or `overall`. */
export interface Panel {
  metric: Metric
  layer: string
  title: string
}

const shapeNotes: Record<SpreadShape, string> = {
  box: 'Boxes reach from the first to the third quartile with a line at the median and a bar at the mean; whiskers reach to the furthest pair within 1.5 box lengths, dots are pairs beyond',
  violin:
    'Violins are Gaussian kernel densities of the pairs with their median as a line and their mean as a bar; dots are pairs',
}

/** Figure 1: every condition under both metrics, each with its own scale; of the mean of all layers, or of one layer. */
export function overviewFigure(columns: DistanceColumns, layer = 'overall', shape: SpreadShape = 'box'): Figure {
  const of = layer === 'overall' ? 'mean of all layers' : layer
  return buildFigure(
    columns,
    {
      number: '1',
      title: 'Distances by condition',
      shows: `The distribution of the sign-agnostic NNSTD (left) and sign-aware NNSTD± (right) distances for each condition, grouped by their category; ${of}. The scales differ`,
    },
    (['nnstd', 'nnstd-signed'] as const).map((metric) => ({ metric, layer, title: `${metricNames[metric]}, ${of}` })),
    { columns: 2, shape, isShared: false },
  )
}

/** One panel of figure 1, as Compare shows it. */
export function panelFigure(columns: DistanceColumns, metric: Metric, layer: string, shape: SpreadShape): Figure {
  const of = layer === 'overall' ? 'mean of all layers' : layer
  return buildFigure(
    columns,
    {
      number: '1',
      title: `${metricNames[metric]} by condition`,
      shows: `${metricNames[metric]} between pairs of tickets by condition, ${of}`,
    },
    [{ metric, layer, title: `${metricNames[metric]}, ${of}` }],
    { columns: 1, shape, isShared: false },
  )
}

/** Figures A.1 and A.3: all layers of one metric on one scale. */
export function sharedLayersFigure(columns: DistanceColumns, metric: Metric, shape: SpreadShape = 'box'): Figure {
  return buildFigure(
    columns,
    {
      number: metric === 'nnstd-signed' ? 'A.1' : 'A.3',
      title: `${metricNames[metric]} of all layers on one scale`,
      shows: `The distribution of the ${metricNames[metric]} distances over all layers for each condition, on one scale`,
    },
    panelsOf(columns, metric),
    { columns: 5, shape, isShared: true },
  )
}

/** Figures A.2 and A.4: each layer of one metric on its own scale. */
export function layersFigure(columns: DistanceColumns, metric: Metric, shape: SpreadShape = 'box'): Figure {
  return buildFigure(
    columns,
    {
      number: metric === 'nnstd-signed' ? 'A.2' : 'A.4',
      title: `${metricNames[metric]} of each layer`,
      shows: `The distribution of the ${metricNames[metric]} distances for all layers separately; the scales differ`,
    },
    panelsOf(columns, metric),
    { columns: 3, shape, isShared: false },
  )
}

function panelsOf({ layers }: DistanceColumns, metric: Metric): Panel[] {
  return layers.slice(1).map((layer) => ({ metric, layer, title: layer }))
}

function buildFigure(
  columns: DistanceColumns,
  { shows, ...head }: Pick<Figure, 'number' | 'title' | 'shows'>,
  panels: readonly Panel[],
  layout: PanelLayout,
): Figure {
  const { alignment, signs, positiveWeight, conditions } = columns
  const weighted = positiveWeight === 0.5 ? '' : `, positive half weighted ${positiveWeight}`
  const placed = panels.map((panel) => ({
    ...panel,
    points: placePoints(columns, panel.metric, panel.layer, layout.shape),
  }))
  const counts = conditions.map((condition, place) => {
    const [first, end] = placed[0]?.points.ranges[place] ?? [0, 0]
    return `${condition} ${end - first}`
  })
  const lowest = placed.map(({ title, points }) => {
    const means = points.spreads.map((spread) => spread?.mean ?? Infinity)
    return `${title} ${conditions[means.indexOf(Math.min(...means))] ?? '–'}`
  })
  return {
    ...head,
    shows: `${shows}. ${shapeNotes[layout.shape]}. Alignment ${alignment}, signs of the ${signs} weights${weighted}`,
    n: `n: ${counts.join(', ')} pairs`,
    summary: `Condition of the least mean distance: ${lowest.join(', ')}.`,
    draw: ({ palette, width }) => drawPanels(placed, conditions, layout, palette, width),
    tabulate: () => tabulatePanels(columns, panels),
  }
}

/** Tickets are named by what they are: ids differ between two runs of one spec. */
function tabulatePanels(
  { tickets, conditions, layers, first, second, condition, values }: DistanceColumns,
  panels: readonly Panel[],
) {
  const name = (place: number | undefined): string => {
    const ticket = tickets[place ?? 0]
    return ticket ? `${ticket.dataset} ${ticket.kind} ${ticket.trial}` : ''
  }
  return {
    columns: ['metric', 'layer', 'condition', 'a', 'b', 'distance'],
    rows: panels.flatMap(({ metric, layer }) => {
      const start = layers.indexOf(layer) * condition.length
      return Array.from(condition, (place, pair): TableValue[] => [
        ...[metric, layer, conditions[place] ?? '', name(first[pair]), name(second[pair])],
        values[metric][start + pair] ?? null,
      ])
    }),
  }
}
