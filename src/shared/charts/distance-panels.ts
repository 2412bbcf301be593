import type { Metric } from '../results.ts'
import { formatNumber } from '../numbers.ts'
import { planAxis, type Axis } from './axis.ts'
import { drawGroups, drawLegend, hasRoomForNames, legendPitch, placeOf, type PanelPlace } from './condition-groups.ts'
import { categoryOf, metricNames } from './conditions.ts'
import { halfWidth, type DistancePoints, type SpreadShape } from './distance-points.ts'
import { line, rect, shorten, text, type Drawing, type Shape } from './drawing.ts'
import type { Palette } from './palette.ts'
import { drawSpread } from './spread-shapes.ts'

export interface PlacedPanel {
  metric: Metric
  layer: string
  title: string
  points: DistancePoints
}

export interface PanelLayout {
  /** Panels beside each other, where there is room. */
  columns: number
  shape: SpreadShape
  /** Whether all panels have one scale. */
  isShared: boolean
}

const plot = { height: 240, right: 8, top: 46, least: 12 }
/** Labels are turned so far (degrees), and take so many pixels for a letter. */
const turn = -50
const letter = 5.4
const longest = 24

/** Panels of conditions, as many beside each other as fit. */
export function drawPanels(
  panels: readonly PlacedPanel[],
  conditions: readonly string[],
  layout: PanelLayout,
  palette: Palette,
  width: number,
): Drawing {
  const [first] = panels
  if (!first) return { width, height: 0, shapes: [] }
  const { slots } = first.points
  const names = conditions.map((condition) => shorten(condition, longest))
  const radians = (-turn * Math.PI) / 180
  const span = slots.to - slots.from
  // Labels reach to the left of their condition: the first ones may need room beyond the scale.
  const reaches = names.map((name, place) => {
    return name.length * letter * Math.cos(radians) - ((slots.at[place] ?? 0) - slots.from) * plot.least
  })
  const left = Math.max(56, ...reaches)
  const bottom = Math.ceil(Math.max(0, ...names.map(({ length }) => length)) * letter * Math.sin(radians)) + 20
  // On one scale only the first panel of a row has numbers.
  const between = layout.isShared ? 12 : left
  const fit = Math.floor((width - left + between) / (between + span * plot.least + plot.right))
  const perRow = Math.max(1, Math.min(layout.columns, panels.length, fit))
  const inner = Math.min((width - left + between) / perRow - between - plot.right, span * 60)
  const pitch = between + inner + plot.right
  const height = plot.top + plot.height + bottom
  const all = planAxis(panels.flatMap(({ points }) => valuesOf(points, layout.shape)))
  const areGroupsNamed = hasRoomForNames(first.points, inner)
  const shapes = panels.flatMap((panel, place): Shape[] => {
    const axis = layout.isShared ? all : planAxis(valuesOf(panel.points, layout.shape))
    const column = place % perRow
    const at = { x: left + column * pitch, y: Math.floor(place / perRow) * height, width: inner }
    const scaled = { axis, isNumbered: !layout.isShared || column === 0 }
    return [
      ...drawFrame(panel, scaled, at, palette),
      ...drawGroups(panel.points, conditions, areGroupsNamed, at, palette),
      ...drawConditions(panel, conditions, names, layout.shape, axis, at, palette),
    ]
  })
  const below = Math.ceil(panels.length / perRow) * height
  const legend = areGroupsNamed ? [] : drawLegend(first.points, conditions, left, below, palette)
  const legendWidth = areGroupsNamed ? 0 : left + slots.groups.length * legendPitch
  return {
    width: Math.max(left - between + perRow * pitch, legendWidth),
    height: below + (areGroupsNamed ? 0 : 22),
    shapes: [...shapes, ...legend],
  }
}

/** What the scale must hold: every pair, and the ends of every violin. */
function valuesOf({ ys, spreads }: DistancePoints, shape: SpreadShape): number[] {
  if (shape === 'box') return [...ys]
  return spreads.flatMap((spread) => (spread ? [spread.density.at[0] ?? 0, spread.density.at.at(-1) ?? 0] : []))
}

function scaleOf(axis: Axis, y: number): (value: number) => number {
  return (value) => y + plot.top + plot.height - ((value - axis.min) / (axis.max - axis.min)) * plot.height
}

function drawFrame(
  { metric, title }: PlacedPanel,
  { axis, isNumbered }: { axis: Axis; isNumbered: boolean },
  { x, y, width }: PanelPlace,
  palette: Palette,
): Shape[] {
  const bottom = y + plot.top + plot.height
  const toY = scaleOf(axis, y)
  const name = text({
    ...{ x: x - 44, y: bottom - plot.height / 2, text: `${metricNames[metric]} distance`, rotate: -90 },
    ...{ fill: palette.quiet, size: 11, align: 'middle' },
  })
  const numbers = axis.ticks.map((tick) =>
    text({
      ...{ x: x - 6, y: toY(tick) + 3.5, text: formatNumber(tick, axis.digits), align: 'end' },
      ...{ size: 10, fill: palette.text },
    }),
  )
  return [
    text({ x: x + width / 2, y: y + 15, text: title, fill: palette.text, size: 12, align: 'middle', bold: true }),
    ...axis.ticks.map((tick) => line(palette.line, 1, x, toY(tick), x + width, toY(tick))),
    ...(isNumbered ? [name, ...numbers] : []),
    line(palette.quiet, 1, x, bottom, x + width, bottom),
  ]
}

function drawConditions(
  { metric, layer, points }: PlacedPanel,
  conditions: readonly string[],
  names: readonly string[],
  shape: SpreadShape,
  axis: Axis,
  place: PanelPlace,
  palette: Palette,
): Shape[] {
  const { slots, spreads } = points
  const toX = placeOf(points, place)
  const toY = scaleOf(axis, place.y)
  const below = place.y + plot.top + plot.height + 13
  return conditions.flatMap((condition, index): Shape[] => {
    const centre = toX(slots.at[index] ?? 0)
    const label = text({
      ...{ x: centre + 4, y: below, text: names[index] ?? '', align: 'end', rotate: turn },
      ...{ size: 10, fill: palette.text },
    })
    const spread = spreads[index]
    if (!spread) return [label]
    const colours = { main: palette.conditions[categoryOf(condition)], mean: palette.text }
    const scale = { centre, half: toX(halfWidth) - toX(0), toY }
    return [
      ...(shape === 'violin' ? drawPairs(points, index, toX, toY, colours.main) : []),
      ...drawSpread(spread, shape, scale, colours, { metric, layer, condition }),
      label,
    ]
  })
}

/** Of one condition; more are told by the violin alone. */
const mostPairs = 1000

function drawPairs(
  { xs, ys, ranges }: DistancePoints,
  condition: number,
  toX: (place: number) => number,
  toY: (value: number) => number,
  fill: string,
): Shape[] {
  const [first, end] = ranges[condition] ?? [0, 0]
  if (end - first > mostPairs) return []
  return Array.from({ length: end - first }, (_, pair) =>
    rect({
      ...{ x: toX(xs[first + pair] ?? 0) - 1.25, y: toY(ys[first + pair] ?? 0) - 1.25, width: 2.5, height: 2.5 },
      ...{ fill, opacity: 0.45 },
    }),
  )
}
