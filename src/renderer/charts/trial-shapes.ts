import type { CustomSeriesOption } from 'echarts/charts'
import type { TrialMean } from '../../shared/mean-interval.ts'

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>
type Api = Parameters<RenderItem>[1]
/** A category, counted from 0, and what is there. */
type At<Value> = [category: number, value: Value]

/** One trial's values along an axis of categories; null where it has not got there. */
export interface TrialCurve {
  trial: number
  values: (number | null)[]
}

export interface TrialStroke {
  color: string
  /** Pixels. */
  width: number
  opacity: number
}

/** Under the pointer. */
const emphasis = { style: { lineWidth: 3, opacity: 1 } }
const series = { type: 'custom', clip: true, progressive: 0 } as const

/** The stretches of a curve; a loss that training has made infinite or not a number has no place on an axis. */
const stretchesOfCurve = ({ values }: TrialCurve): At<number>[][] =>
  stretchesOf(values.map((value) => (value !== null && Number.isFinite(value) ? value : null)))

/** Splits what is along an axis of categories where something is missing. */
export function stretchesOf<Value>(values: readonly (Value | null)[]): At<Value>[][] {
  const stretches: At<Value>[][] = [[]]
  for (const [category, value] of values.entries()) {
    if (value !== null) stretches.at(-1)?.push([category, value])
    else if (stretches.at(-1)?.length) stretches.push([])
  }
  return stretches.filter(({ length }) => length > 0)
}

/** All curves in one series, an item each: a series for each would take many times as long to draw anew. */
export function drawCurves(curves: readonly TrialCurve[], { color, width, opacity }: TrialStroke) {
  const style = { fill: 'none', stroke: color, lineWidth: width, opacity }
  const renderItem: RenderItem = ({ dataIndex }, api) => ({
    type: 'group',
    children: polylinesOf(curves[dataIndex], api).map((line) => ({ ...line, style, emphasis })),
  })
  return { ...series, color, renderItem, data: curves.map(({ values }) => [0, values[0] ?? 0]) }
}

export interface TrialMark {
  curve: TrialCurve
  at: At<number>
}

/** A mark at each value of each curve. */
export function placeMarks(curves: readonly TrialCurve[]): TrialMark[] {
  return curves.flatMap((curve) =>
    stretchesOfCurve(curve)
      .flat()
      .map((at) => ({ curve, at })),
  )
}

/** An item each; under the pointer the whole curve lights up as well. */
export function drawMarks(marks: readonly TrialMark[], { color, opacity }: TrialStroke) {
  const unseen = { fill: 'none', stroke: color, opacity: 0 }
  const renderItem: RenderItem = ({ dataIndex }, api) => {
    const mark = marks[dataIndex]
    const [cx = 0, cy = 0] = mark ? api.coord(mark.at) : []
    return {
      type: 'group',
      children: [
        ...polylinesOf(mark?.curve, api).map((line) => ({ ...line, silent: true, style: unseen, emphasis })),
        {
          type: 'circle',
          shape: { cx, cy, r: 2 },
          style: { fill: color, opacity },
          emphasis: { style: { opacity: 1 } },
        },
      ],
    }
  }
  return { ...series, color, renderItem, data: marks.map(({ at }) => at) }
}

function polylinesOf(curve: TrialCurve | undefined, api: Api) {
  return (curve ? stretchesOfCurve(curve) : []).map((stretch) => ({
    type: 'polyline' as const,
    shape: { points: stretch.map((at) => api.coord(at)) },
  }))
}

/** The intervals of means as a band, which the first item draws as a whole: in pieces its seams would show. */
export function drawBand(means: readonly (TrialMean | null)[], color: string) {
  const intervals = means.map((mean) => (mean?.interval?.every(Number.isFinite) ? mean.interval : null))
  const renderItem: RenderItem = ({ dataIndex }, api) =>
    dataIndex > 0
      ? null
      : {
          type: 'group',
          children: stretchesOf(intervals).map((stretch) => ({
            type: 'polygon',
            shape: {
              points: [
                ...stretch.map(([category, [low]]) => api.coord([category, low])),
                ...stretch.toReversed().map(([category, [, high]]) => api.coord([category, high])),
              ],
            },
            style: { fill: color, opacity: 0.2 },
          })),
        }
  const data = stretchesOf(intervals)
    .flat()
    .map(([category, [low, high]]) => [category, low, high])
  return { ...series, color, silent: true, renderItem, data }
}
