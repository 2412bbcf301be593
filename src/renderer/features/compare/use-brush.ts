import { onScopeDispose, watch, type ComputedRef, type ShallowRef } from 'vue'
import type VChart from 'vue-echarts'
import type { DistanceColumns } from '../../../shared/comparison.ts'
import type { DistancePoints } from '../../../shared/charts/distance-points.ts'
import type { Palette } from '../../charts/palette.ts'
import { pairKey, type Lit } from '../../stores/selected.ts'
import { useSelection } from '../../stores/selection.ts'
import { useRoute } from '../../stores/route.ts'
import { useStudies } from '../../stores/studies.ts'
import { findNearest, pairsInside, type PlotPlace, type Rectangle } from './brush.ts'
import { paintOverlay } from './paint-overlay.ts'

export interface BrushedPlot {
  chart: Readonly<ShallowRef<InstanceType<typeof VChart> | null>>
  overlay: Readonly<ShallowRef<HTMLCanvasElement | null>>
  points: ComputedRef<DistancePoints>
  columns: () => DistanceColumns
  lit: () => Lit
  palette: ComputedRef<Palette>
}

/** A press that moves less than this many pixels is a click. */
const clickReach = 4

/**
 * Selecting in a plot: a rectangle lights its pairs in every view while it is drawn; a click selects the nearest pair, a
 * double click opens it. With Shift or Ctrl the selection grows. Only the overlay is drawn anew, never the chart.
 */
export function useBrush({ chart, overlay, points, columns, lit, palette }: BrushedPlot) {
  const selection = useSelection()
  const route = useRoute()
  const studies = useStudies()
  let place: PlotPlace | null = null
  let drag: Rectangle | null = null
  let frame = 0

  /** Where the chart's axes lie, known once it is drawn. */
  function settle(): void {
    const canvas = overlay.value
    if (!chart.value || !canvas) return
    const at = (x: number, y: number): number[] =>
      chart.value?.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [x, y]) ?? []
    const [x0 = 0, y0 = 0] = at(0, 0)
    const [x1 = 1, y1 = 1] = at(1, 1)
    const found = { x0, y0, xScale: x1 - x0, yScale: y1 - y0, width: canvas.clientWidth, height: canvas.clientHeight }
    // The chart says that it is drawn whenever the pointer's text comes and goes, too.
    if (place && isSamePlace(place, found)) return
    place = found
    draw()
  }

  function draw(): void {
    frame = 0
    const flags = selection.brushed ?? (selection.isEmpty ? null : lit().pairs)
    if (overlay.value && place) paintOverlay(overlay.value, place, points.value, flags, drag, palette.value)
  }
  const drawSoon = (): void => {
    frame ||= requestAnimationFrame(draw)
  }

  function press(event: PointerEvent): void {
    const canvas = overlay.value
    if (event.button !== 0 || !canvas) return
    // The chart would look for the pair under the pointer with every move.
    event.stopPropagation()
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
    const box = canvas.getBoundingClientRect()
    const from = { x: event.clientX - box.left, y: event.clientY - box.top }
    const adds = event.shiftKey || event.ctrlKey || event.metaKey
    const move = ({ clientX, clientY }: PointerEvent): void => {
      drag = { x1: from.x, y1: from.y, x2: clientX - box.left, y2: clientY - box.top }
      if (place && isDrag(drag)) selection.brushed = pairsInside(points.value, place, drag)
      drawSoon()
    }
    const release = (): void => {
      window.removeEventListener('pointermove', move)
      const flags = selection.brushed
      if (drag && isDrag(drag) && flags) choose(flags, adds)
      else if (place) click(findNearest(points.value, place, from.x, from.y), adds, event.detail > 1)
      drag = null
      drawSoon()
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', release, { once: true })
  }

  const ticketsOf = (pair: number): [string, string] => {
    const { tickets, first, second } = columns()
    return [tickets[first[pair] ?? 0]?.id ?? '', tickets[second[pair] ?? 0]?.id ?? '']
  }

  function choose(flags: Uint8Array, adds: boolean): void {
    const pairs = new Set<string>()
    flags.forEach((flag, pair) => flag === 1 && pairs.add(pairKey(...ticketsOf(pair))))
    selection.select(studies.selected ?? '', { pairs }, adds)
  }

  function click(pair: number, adds: boolean, opens: boolean): void {
    if (pair === -1) {
      if (!adds) selection.clear()
      return
    }
    if (opens) route.go({ pair: ticketsOf(pair) })
    else selection.select(studies.selected ?? '', { pairs: new Set([pairKey(...ticketsOf(pair))]) }, adds)
  }

  watch([() => selection.brushed, lit, points, palette], drawSoon)
  onScopeDispose(() => cancelAnimationFrame(frame))
  return { press, settle }
}

function isSamePlace(a: PlotPlace, b: PlotPlace): boolean {
  const sameAxes = a.x0 === b.x0 && a.y0 === b.y0 && a.xScale === b.xScale && a.yScale === b.yScale
  return sameAxes && a.width === b.width && a.height === b.height
}

function isDrag({ x1, y1, x2, y2 }: Rectangle): boolean {
  return Math.abs(x2 - x1) > clickReach || Math.abs(y2 - y1) > clickReach
}
