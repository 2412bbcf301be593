import { init } from 'echarts/core'
import { registerChartParts, type ChartOption } from './echarts.ts'

/** A chart as a drawing of its own, made without a page. */
export function drawSvg(option: ChartOption, width: number, height: number): string {
  registerChartParts()
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ ...option, animation: false })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
