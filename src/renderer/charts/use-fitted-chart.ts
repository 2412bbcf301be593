import { onScopeDispose, watch, type ShallowRef } from 'vue'
import type VChart from 'vue-echarts'

/**
 * Fits a chart to its place as that changes. A kept view's charts leave the page and come back: one that is as large as
 * before is not drawn anew. (The chart's own way would: it takes a place of 508.5 pixels for another than 508.)
 */
export function useFittedChart(
  chart: Readonly<ShallowRef<InstanceType<typeof VChart> | null>>,
  place: Readonly<ShallowRef<HTMLElement | null>>,
): void {
  const observer = new ResizeObserver(() => {
    const { clientWidth = 0, clientHeight = 0 } = place.value ?? {}
    if (!chart.value || clientWidth === 0 || clientHeight === 0) return
    if (chart.value.getWidth() !== clientWidth || chart.value.getHeight() !== clientHeight) chart.value.resize()
  })
  watch(place, (now, before) => {
    if (before) observer.unobserve(before)
    if (now) observer.observe(now)
  })
  onScopeDispose(() => observer.disconnect())
}
