import type { CustomSeriesOption } from 'echarts/charts'
import type { TrialCurve } from './trial-lines.ts'

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
type Place = (point: [category: number, value: number]) => number[]

export interface TrialStroke {
  color: string
  /** Pixels. */
  width: number
  opacity: number
}

/** Under the pointer. */
const emphasis = { style: { lineWidth: 3, opacity: 1 } }

/** A curve's points by stretches: it is broken where it has no value. */
export function stretchesOf(values: TrialCurve['values']): [category: number, value: number][][] {
  const stretches: [number, number][][] = [[]]
  for (const [category, value] of values.entries()) {
    if (value !== null && Number.isFinite(value)) stretches.at(-1)?.push([category, value])
    else if (stretches.at(-1)?.length) stretches.push([])
  }
  return stretches.filter(({ length }) => length > 0)
}

/** All curves in one series, an item each: a series for each would take many times as long to draw anew. */
export function drawCurves(curves: readonly TrialCurve[], { color, width, opacity }: TrialStroke) {
  const style = { stroke: color, lineWidth: width, opacity }
  const renderItem: RenderItem = ({ dataIndex }, api) => ({
    type: 'group',
    children: polylinesOf(curves[dataIndex], (point) => api.coord(point)).map((line) => ({ ...line, style, emphasis })),
  })
  // The axes' ranges are set, so that an item need only be there.
  return { ...series, color, renderItem, data: curves.map((_, index) => [0, index]) }
}

/** A mark at each value of each curve, an item each; under the pointer its whole curve lights up as well. */
export function drawMarks(curves: readonly TrialCurve[], { color, opacity }: Pick<TrialStroke, 'color' | 'opacity'>) {
  const points = curves.flatMap((curve) =>
    stretchesOf(curve.values)
      .flat()
      .map((point) => ({ curve, point })),
  )
  const hidden = { stroke: color, opacity: 0 }
  const renderItem: RenderItem = ({ dataIndex }, api) => {
    const at = points[dataIndex]
    const [cx = 0, cy = 0] = at ? api.coord(at.point) : []
    return {
      type: 'group',
      children: [
        ...polylinesOf(at?.curve, (point) => api.coord(point)).map((line) => ({
          ...{ ...line, silent: true, style: hidden, emphasis },
        })),
        { type: 'circle', shape: { cx, cy, r: 2 }, style: { fill: color, opacity }, emphasis: { style: { opacity: 1 } } },
      ],
    }
  }
  return { points, series: { ...series, color, renderItem, data: points.map(({ point }) => point) } }
}

const series = { type: 'custom', clip: true, progressive: 0 } as const

function polylinesOf(curve: TrialCurve | undefined, place: Place) {
  return stretchesOf(curve?.values ?? []).map((stretch) => ({
    type: 'polyline' as const,
    shape: { points: stretch.map((point) => place(point)) },
  }))
}
