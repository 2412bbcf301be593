import type { TicketMatrix } from '../../shared/comparison.ts'
import type { Shape } from '../../shared/charts/drawing.ts'
import type { Palette } from './palette.ts'

/** The tree over a matrix's columns: joints at their distance, the root on top. Joints that join nothing compared are left out. */
export function drawTree(
  merges: TicketMatrix['merges'],
  order: Int32Array,
  { left, bottom, cell, height }: { left: number; bottom: number; cell: number; height: number },
  palette: Palette,
): Shape[] {
  const leaves = order.length
  const heights = merges.map((merge) => merge.height).filter(Number.isFinite)
  const low = Math.min(...heights) * 0.98
  const scale = height / (Math.max(...heights) - low || 1)
  const xs = new Float64Array(leaves + merges.length)
  const ys = new Float64Array(leaves + merges.length).fill(bottom)
  order.forEach((leaf, place) => (xs[leaf] = left + (place + 0.5) * cell))
  return merges.flatMap(({ first, second, height: at }, merge): Shape[] => {
    const [x1 = 0, x2 = 0, y1 = 0, y2 = 0] = [xs[first], xs[second], ys[first], ys[second]]
    const y = bottom - (Number.isFinite(at) ? at - low : 0) * scale
    xs[leaves + merge] = (x1 + x2) / 2
    ys[leaves + merge] = y
    if (!Number.isFinite(at)) return []
    return [{ kind: 'line', points: [x1, y1, x1, y, x2, y, x2, y2], stroke: palette.quiet, strokeWidth: 1 }]
  })
}
