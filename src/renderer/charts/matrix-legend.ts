import type { TicketMatrix } from '../../shared/comparison.ts'
import { mixColours, scaleColour } from '../../shared/charts/colour-scale.ts'
import { metricNames } from '../../shared/charts/conditions.ts'
import { drawHatch, rect, shorten, text, type Shape } from '../../shared/charts/drawing.ts'
import type { Palette } from './palette.ts'

const steps = 20
const barWidth = 100
const swatch = 11
const rowHeight = 20
const size = 10
/** Between two entries of a row. */
const gap = 14

/** One entry of a row: its marks, how wide they are, and what they stand for. */
interface Entry {
  marks: (x: number, y: number) => Shape[]
  width: number
  name: string
}

/** Of a dataset's tickets: its own colour for winning ones, a pale one for random ones. */
export function ticketColours(place: number, palette: Palette): { winning: string; random: string } {
  const winning = palette.series[place % palette.series.length] ?? palette.text
  return { winning, random: mixColours(winning, palette.surface, 0.65) }
}

/** What colours, hatch and strips stand for, in as many rows as fit the width. */
export function drawMatrixLegend(
  { metric, layer }: TicketMatrix,
  { low, high }: { low: number; high: number },
  datasets: readonly string[],
  { x, y, width }: { x: number; y: number; width: number },
  palette: Palette,
): { width: number; height: number; shapes: Shape[] } {
  const name = `${metricNames[metric]}, ${layer === 'overall' ? 'all layers' : layer}`
  const entries = [
    ...datasets.map((dataset, place) => describeDataset(dataset, place, palette)),
    { marks: drawHatched(palette), width: swatch, name: 'not compared: same initial weights' },
  ]
  const rows = wrap(entries, width)
  const shapes = [
    ...drawBar(low, high, name, { x, y }, palette),
    ...rows.flatMap((row, place) => drawRow(row, { x, y: y + (place + 1) * rowHeight }, palette)),
  ]
  const widths = rows.map((row) => row.reduce((sum, entry) => sum + entryWidth(entry), 0))
  return { width: Math.min(width, Math.max(300, ...widths)), height: (rows.length + 1) * rowHeight, shapes }
}

function drawBar(low: number, high: number, name: string, at: { x: number; y: number }, palette: Palette): Shape[] {
  const left = at.x + 36
  const label = { y: at.y + 9, size, fill: palette.text }
  return [
    text({ ...label, x: at.x, text: low.toFixed(3) }),
    ...Array.from({ length: steps }, (_, step) =>
      rect({
        ...{ x: left + (step * barWidth) / steps, y: at.y, width: barWidth / steps, height: swatch },
        fill: scaleColour(step / (steps - 1)),
      }),
    ),
    // The darkest colour would be lost on a dark page.
    rect({ x: left, y: at.y, width: barWidth, height: swatch, stroke: palette.quiet }),
    text({ ...label, x: left + barWidth + 6, text: `${high.toFixed(3)}   ${name}` }),
  ]
}

function drawHatched(palette: Palette): Entry['marks'] {
  return (x, y) => [
    ...drawHatch({ x, y, width: swatch, height: swatch }, palette),
    rect({ x, y, width: swatch, height: swatch, stroke: palette.quiet }),
  ]
}

function describeDataset(dataset: string, place: number, palette: Palette): Entry {
  const { winning, random } = ticketColours(place, palette)
  const square = { width: swatch, height: swatch }
  return {
    marks: (x, y) => [
      rect({ ...square, x, y, fill: winning }),
      rect({ ...square, x: x + swatch + 2, y, fill: random }),
    ],
    width: 2 * swatch + 2,
    name: `${shorten(dataset, 24)} W, R`,
  }
}

/** Pixels that a text of `size` takes, about. */
const textWidth = (name: string): number =>
  Array.from(name).reduce((sum, letter) => sum + (/[\p{Ll}\d\s,:]/u.test(letter) ? 5.3 : 8), 0)

const entryWidth = ({ width, name }: Entry): number => width + 5 + textWidth(name) + gap

/** Entries in rows that fit the width; the last of a row needs no gap after it. */
function wrap(entries: readonly Entry[], width: number): Entry[][] {
  const rows: Entry[][] = []
  let room = 0
  for (const entry of entries) {
    if (room < entryWidth(entry) || rows.length === 0) {
      rows.push([])
      room = width + gap
    }
    rows.at(-1)?.push(entry)
    room -= entryWidth(entry)
  }
  return rows
}

function drawRow(row: readonly Entry[], at: { x: number; y: number }, palette: Palette): Shape[] {
  let left = at.x
  return row.flatMap((entry) => {
    const x = left
    left += entryWidth(entry)
    return [
      ...entry.marks(x, at.y),
      text({ x: x + entry.width + 5, y: at.y + 9, size, fill: palette.text, text: entry.name }),
    ]
  })
}
