import type { CustomSeriesOption } from 'echarts/charts'
import type { ConditionRow } from '../../shared/results.ts'
import { halfWidth, type DistancePoints, type SpreadShape } from '../../shared/charts/distance-points.ts'
import type { Palette } from './palette.ts'

/** A canvas of its own, under the pointer's text: pointing at a pair draws no point anew. */
export const plotLevel = -1

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
type Api = Parameters<RenderItem>[1]

const line = (
  api: Api,
  from: readonly [number, number],
  to: readonly [number, number],
  stroke: string,
  width = 1.5,
) => {
  const [x1 = 0, y1 = 0] = api.coord([...from])
  const [x2 = 0, y2 = 0] = api.coord([...to])
  return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: width } } as const
}

/** Each condition's violin, or its box with Tukey's whiskers. */
export function drawSpreads(
  { slots, spreads }: DistancePoints,
  shape: SpreadShape,
  colours: readonly string[],
): CustomSeriesOption {
  const renderItem: RenderItem = ({ dataIndex }, api) => {
    const spread = spreads[dataIndex]
    const middle = slots.at[dataIndex] ?? 0
    const colour = colours[dataIndex] ?? ''
    const style = { fill: colour, fillOpacity: 0.13, stroke: colour, lineWidth: 1 }
    if (!spread) return { type: 'group', children: [] }
    if (shape === 'violin') {
      const { at, share } = spread.density
      const outline = (side: 1 | -1): number[][] =>
        Array.from(at, (value, point) => [...api.coord([middle + side * halfWidth * (share[point] ?? 0), value])])
      return { type: 'polygon', shape: { points: [...outline(1), ...outline(-1).toReversed()] }, style }
    }
    const [left = 0, top = 0] = api.coord([middle - halfWidth * 0.8, spread.upper])
    const [right = 0, bottom = 0] = api.coord([middle + halfWidth * 0.8, spread.lower])
    const [low, high] = spread.whiskers
    return {
      type: 'group',
      children: [
        { type: 'rect', shape: { x: left, y: top, width: right - left, height: bottom - top }, style },
        line(api, [middle - halfWidth * 0.8, spread.median], [middle + halfWidth * 0.8, spread.median], colour, 2),
        line(api, [middle, spread.upper], [middle, high], colour, 1),
        line(api, [middle, spread.lower], [middle, low], colour, 1),
      ],
    }
  }
  return {
    type: 'custom',
    name: shape,
    silent: true,
    zlevel: plotLevel,
    renderItem,
    data: spreads.map((_, place) => [place]),
    z: 1,
  }
}

/** Mean as a bar and one SD to both sides as a whisker, over the points. */
export function drawMarks(
  { slots }: DistancePoints,
  rows: readonly ConditionRow[],
  conditions: readonly string[],
  palette: Palette,
): CustomSeriesOption {
  const renderItem: RenderItem = ({ dataIndex }, api) => {
    const row = rows[dataIndex]
    const middle = slots.at[conditions.indexOf(row?.condition ?? '')] ?? 0
    if (!row || row.mean === null) return { type: 'group', children: [] }
    const bar = line(api, [middle - 0.22, row.mean], [middle + 0.22, row.mean], palette.text, 3)
    if (row.sd === null) return bar
    const whisker = line(api, [middle, row.mean - row.sd], [middle, row.mean + row.sd], palette.text)
    return { type: 'group', children: [whisker, bar] }
  }
  return {
    type: 'custom',
    name: 'mean ± SD',
    silent: true,
    zlevel: plotLevel,
    renderItem,
    z: 5,
    data: rows.map(({ mean }) => [mean]),
  }
}
