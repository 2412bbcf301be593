import type { TicketMatrix } from '../../shared/comparison.ts'
import type { DataTable } from '../../shared/tables/table.ts'
import { mixColours, scaleColour } from '../../shared/charts/colour-scale.ts'
import { ticketName } from '../../shared/charts/ticket-name.ts'
import { drawTree } from './dendrogram.ts'
import { drawHatch, noCell, type Drawing, type Shape } from '../../shared/charts/drawing.ts'
import { inNumber } from '../../shared/numbers.ts'
import { drawMatrixLegend, ticketColours } from './matrix-legend.ts'
import type { Palette } from './palette.ts'

export interface MatrixView {
  matrix: TicketMatrix
  /** Places in `matrix.tickets`, from the top and from the left. */
  order: Int32Array
  isClustered: boolean
  /** (ticket): 1 for those that are selected, null when nothing is. */
  lit: Uint8Array | null
  /** Whether two tickets are a selected pair. */
  isLitPair: (a: number, b: number) => boolean
  datasets: readonly string[]
}

const levels = 20
const treeHeight = 44
const strip = 8
const namesWidth = 118
/** Between the cells and the legend, and under it. */
const legendGap = 14
const smallText = 10

/** Where the cells lie, so that a place on the drawing finds its cell. */
export function matrixLayout(
  size: number,
  width: number,
): { left: number; top: number; cell: number; isNamed: boolean } {
  const fit = (left: number): number => Math.max(2, Math.min(22, Math.floor((width - left - 4) / Math.max(1, size))))
  const isNamed = fit(namesWidth) >= 11
  const left = isNamed ? namesWidth : strip + 6
  return { left, top: treeHeight + 4, cell: fit(left), isNamed }
}

/** Every two tickets' distance as a cell; between tickets that are never compared the hatch behind the cells is seen. */
export function buildMatrixDrawing(view: MatrixView, width: number, palette: Palette): Drawing {
  const { matrix, order, isClustered, lit, isLitPair, datasets } = view
  const size = order.length
  const { left, top, cell, isNamed } = matrixLayout(size, width)
  const range = distanceRange(matrix)
  const colours = Array.from({ length: levels }, (_, level) => scaleColour(level / (levels - 1)))
  const faded = colours.map((colour) => mixColours(colour, palette.surface, 0.7))
  const cells = new Uint8Array(size * size).fill(noCell)
  order.forEach((a, row) => {
    order.forEach((b, column) => {
      const value = matrix.values[a * size + b] ?? NaN
      if (Number.isNaN(value)) return
      const level = Math.round(((value - range.low) / (range.high - range.low || 1)) * (levels - 1))
      cells[row * size + column] = lit === null || isLitPair(a, b) ? level : level + levels
    })
  })
  const side = size * cell
  const legend = drawMatrixLegend(
    matrix,
    range,
    datasets,
    { x: left, y: top + side + legendGap, width: width - left - 4 },
    palette,
  )
  const shapes: Shape[] = [
    ...drawHatch({ x: left, y: top, width: side, height: side }, palette),
    ...(isClustered
      ? drawTree(matrix.merges, order, { left, bottom: treeHeight, cell, height: treeHeight - 6 }, palette)
      : []),
    {
      kind: 'cells',
      x: left,
      y: top,
      size: cell,
      columns: Math.max(1, size),
      colours: [...colours, ...faded],
      levels: cells,
    },
    ...[...order].flatMap((ticket, row) =>
      drawLabel(view, ticket, { left, y: top + row * cell, cell, isNamed }, palette),
    ),
    ...legend.shapes,
  ]
  return { width: left + Math.max(side, legend.width) + 4, height: top + side + legendGap + legend.height, shapes }
}

/** A strip in the dataset's colour, filled for winning tickets; the name where there is room. */
function drawLabel(
  { matrix, lit, datasets }: MatrixView,
  ticket: number,
  { left, y, cell, isNamed }: { left: number; y: number; cell: number; isNamed: boolean },
  palette: Palette,
): Shape[] {
  const label = matrix.tickets[ticket]
  if (!label) return []
  const fill = ticketColours(datasets.indexOf(label.dataset), palette)[label.kind]
  const isLit = lit === null || lit[ticket] === 1
  const mark: Shape = { kind: 'rect', x: left - strip - 2, y, width: strip, height: Math.max(1, cell - 1), fill }
  if (!isNamed) return [mark]
  const [x, baseline] = [left - strip - 7, y + cell / 2 + 3.5]
  const style = { fill: isLit ? palette.text : palette.quiet, size: smallText, bold: lit !== null && isLit }
  return [mark, { kind: 'text', x, y: baseline, text: shorten(ticketName(label)), align: 'end', ...style }]
}

function shorten(text: string): string {
  return text.length <= 18 ? text : `${text.slice(0, 10)}…${text.slice(-6)}`
}

function distanceRange({ values }: TicketMatrix): { low: number; high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (Number.isNaN(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low > high ? { low: 0, high: 1 } : { low, high }
}

/** The nearest and the furthest two tickets, in words. */
export function summariseMatrix(matrix: TicketMatrix): string {
  const { tickets, values } = matrix
  const size = tickets.length
  const { low, high } = distanceRange(matrix)
  const name = (wanted: number): string => {
    const place = values.indexOf(wanted)
    const [a, b] = [tickets[Math.floor(place / size)], tickets[place % size]]
    return a && b ? `${ticketName(a)} and ${ticketName(b)} (${wanted.toFixed(3)})` : '–'
  }
  return `${size} ${inNumber(size, 'ticket')}, W winning, R random. Nearest: ${name(low)}; furthest: ${name(high)}. Hatched: same initial weights, never compared.`
}

export function tabulateMatrix({ tickets, values }: TicketMatrix, order: Int32Array): DataTable {
  const size = tickets.length
  const name = (ticket: number): string => {
    const label = tickets[ticket]
    return label ? `${ticketName(label)} ${label.id}` : ''
  }
  return {
    columns: ['ticket', ...Array.from(order, name)],
    rows: Array.from(order, (a) => [
      name(a),
      ...Array.from(order, (b) => {
        const value = values[a * size + b] ?? NaN
        return Number.isNaN(value) ? null : value
      }),
    ]),
  }
}
