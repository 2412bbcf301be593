import type { CustomSeriesOption } from 'echarts/charts'
import type { RoundSeries } from './round-series.ts'
import { describeMean, type TrialLinesLook } from './trial-lines.ts'

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>

/** Random twins beside the last round: each as a small diamond, their mean as a large one with its interval. */
export function drawTwins(
  { dataset, twins, twinMean }: RoundSeries,
  { color, last, beside }: { color: string; last: number; /** Pixels to the right. */ beside: number },
  { format, lit }: Pick<TrialLinesLook, 'format' | 'lit'>,
) {
  if (twins.length === 0) return []
  const offset = [beside, 0]
  const name = `${dataset}, random twins`
  const interval: RenderItem = (_, api) => {
    const [low, high] = twinMean?.interval ?? [0, 0]
    const [x = 0, y1 = 0] = api.coord([last, low])
    const [, y2 = 0] = api.coord([last, high])
    const line = (x1: number, from: number, x2: number, to: number) =>
      ({
        type: 'line',
        shape: { x1: x + beside + x1, y1: from, x2: x + beside + x2, y2: to },
        style: { stroke: color, lineWidth: 1.5 },
      }) as const
    return { type: 'group', children: [line(0, y1, 0, y2), line(-4, y1, 4, y1), line(-4, y2, 4, y2)] }
  }
  return [
    {
      type: 'scatter' as const,
      name,
      color,
      symbol: 'diamond',
      data: [
        ...twins.map(({ trial, value }) => ({
          value: [last, value],
          symbolSize: trial === lit ? 12 : 7,
          symbolOffset: offset,
          itemStyle: { opacity: trial === lit ? 1 : 0.45 },
        })),
        ...(twinMean ? [{ value: [last, twinMean.mean], symbolSize: 14, symbolOffset: offset }] : []),
      ],
      tooltip: {
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const twin = twins[dataIndex]
          if (twin) return `${dataset}, trial ${twin.trial}, random twin: ${format(twin.value)}`
          return twinMean ? `${name}\nmean ${describeMean(twinMean, format)}` : ''
        },
      },
    },
    {
      type: 'custom' as const,
      name: `${name}, 95 % CI`,
      color,
      silent: true,
      clip: true,
      renderItem: interval,
      data: twinMean?.interval ? [[last, twinMean.mean]] : [],
    },
  ]
}
