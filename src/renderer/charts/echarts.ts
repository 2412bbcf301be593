import {
  CustomChart,
  LineChart,
  ScatterChart,
  type CustomSeriesOption,
  type LineSeriesOption,
  type ScatterSeriesOption,
} from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
} from 'echarts/components'
import { use, type ComposeOption } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

/** Every option that the charts of this window may use; only their parts of echarts are shipped. */
export type ChartOption = ComposeOption<
  | CustomSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
>

/** Makes the parts known to echarts. */
export function registerChartParts(): void {
  use([
    CanvasRenderer,
    SVGRenderer,
    CustomChart,
    LineChart,
    ScatterChart,
    GridComponent,
    LegendComponent,
    TooltipComponent,
  ])
}
