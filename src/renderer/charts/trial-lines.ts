import type { TrialMean } from '../../shared/mean-interval.ts'
import type { ChartOption } from './echarts.ts'
import { drawBand, drawCurves, drawMarks, placeMarks, type TrialCurve, type TrialStroke } from './trial-shapes.ts'

/** The trials of one group, and their means at each category. */
export interface TrialGroup {
  name: string
  color: string
  trials: readonly TrialCurve[]
  means: readonly (TrialMean | null)[]
}

export interface TrialLinesLook {
  format: (value: number) => string
  /** Names a category, such as `round 3`. */
  place: (index: number) => string
  /** A trial that is drawn strongly; null for none. */
  lit: number | null
}

interface Item {
  dataIndex: number
}

/** More trials than this have no mark at each value, but for a strong one: marks would hide the lines, and take long. */
const fewTrials = 20

/** Every number that the lines of a group reach: for the range of the axis. */
export function reachOf({ trials, means }: Pick<TrialGroup, 'trials' | 'means'>): number[] {
  return [
    ...trials.flatMap(({ values }) => values.filter((value) => value !== null)),
    ...means.flatMap((mean) => mean?.interval ?? []),
  ]
}

/** `81.2 %, 95 % CI 79.9 % to 82.5 %, n = 6`. */
export function describeMean({ mean, interval, n }: TrialMean, format: (value: number) => string): string {
  const ends = interval ? `, 95 % CI ${format(interval[0])} to ${format(interval[1])}` : ''
  return `${format(mean)}${ends}, n = ${n}`
}

/** Every trial as a thin line that lights up under the pointer; over them the mean, and its interval as a band. */
export function drawTrials({ name, color, trials, means }: TrialGroup, { format, place, lit }: TrialLinesLook) {
  const look = { name, format, place }
  const weak = { color, width: 1, opacity: 0.3 }
  const strong = { color, width: 2.5, opacity: 1 }
  const marked = trials.length <= fewTrials
  return [
    { ...drawBand(means, color), name: `${name}, 95 % CI` },
    ...drawAlike(
      trials.filter(({ trial }) => trial !== lit),
      { ...look, z: 2, stroke: weak, marked },
    ),
    ...drawAlike(
      trials.filter(({ trial }) => trial === lit),
      { ...look, z: 4, stroke: strong, marked: true },
    ),
    {
      type: 'line' as const,
      color,
      symbol: 'circle',
      name,
      symbolSize: 6,
      z: 3,
      lineStyle: { width: 2.5 },
      data: means.map((mean) => mean?.mean ?? null),
      tooltip: {
        formatter: ({ dataIndex }: Item) => {
          const at = means[dataIndex]
          return at ? `${name}, ${place(dataIndex)}\nmean ${describeMean(at, format)}` : ''
        },
      },
    },
  ] satisfies ChartOption['series']
}

interface AlikeLook extends Pick<TrialLinesLook, 'format' | 'place'> {
  name: string
  z: number
  stroke: TrialStroke
  /** Whether each value has a mark. */
  marked: boolean
}

/** Trials that look alike; nothing for none, since an empty series takes as long to prepare as another. */
function drawAlike(curves: readonly TrialCurve[], { name, z, stroke, marked, format, place }: AlikeLook) {
  const nameTrial = (curve?: TrialCurve): string => (curve ? `${name}, trial ${curve.trial}` : name)
  const marks = marked ? placeMarks(curves) : []
  const lines = {
    ...drawCurves(curves, stroke),
    ...{ name: `${name}, trials`, z },
    tooltip: { formatter: ({ dataIndex }: Item) => nameTrial(curves[dataIndex]) },
  }
  const values = {
    ...drawMarks(marks, stroke),
    ...{ name: `${name}, trials’ values`, z },
    tooltip: {
      formatter: ({ dataIndex }: Item) => {
        const mark = marks[dataIndex]
        return mark ? `${nameTrial(mark.curve)}, ${place(mark.at[0])}: ${format(mark.at[1])}` : ''
      },
    },
  }
  return [lines, values].filter(({ data }) => data.length > 0)
}

/** A dashed line in the legend. */
export const dashedIcon = 'path://M0,4h6v2h-6zM9,4h6v2h-6zM18,4h6v2h-6z'

/** A mean to compare with, as a dashed line. */
export function drawReference(name: string, color: string, values: readonly (number | null)[]) {
  return {
    type: 'line',
    name,
    color,
    symbol: 'none',
    silent: true,
    z: 2,
    lineStyle: { width: 1.5, type: 'dashed' },
    data: [...values],
  } as const satisfies NonNullable<ChartOption['series']>
}
