import type { KernelSigns } from '../comparison.ts'
import { inNumber } from '../numbers.ts'
import type { DataTable } from '../tables/table.ts'
import type { Drawing, KernelColours, Shape } from './drawing.ts'
import { drawSheet, planSheet } from './kernel-sheet.ts'
import type { Palette } from './palette.ts'
import { ticketName } from './ticket-name.ts'

const heading = 17
const between = 12

/** All kernels of some tickets in one convolution, tickets side by side where they fit. @param width pixels there are */
export function buildKernelDrawing(
  kernels: KernelSigns,
  width: number,
  colours: KernelColours,
  palette: Palette,
): Drawing {
  const { filters, channels, tickets } = kernels
  const columns = Math.max(1, Math.min(tickets.length, Math.floor(width / (channels > 4 ? 480 : 320))))
  const sheet = planSheet(filters, channels, width / columns - between, channels > 4 ? 4 : 7)
  const size = filters * channels * 9
  const block = { width: width / columns, height: heading + sheet.height + between }
  const shapes = tickets.flatMap((ticket, place): Shape[] => {
    const x = Math.round((place % columns) * block.width)
    const y = Math.floor(place / columns) * block.height
    const signs = kernels.signs.slice(place * size, (place + 1) * size)
    const text = `${ticketName(ticket)}, round ${ticket.round}`
    return [
      { kind: 'text', x: x + 2, y: y + 12, text, size: 11, fill: palette.text },
      drawSheet(signs, channels, sheet, { x, y: y + heading }, colours),
    ]
  })
  return { width, height: Math.ceil(tickets.length / columns) * block.height, shapes }
}

/** Signs of each ticket in words. */
export function summariseKernels({ layer, filters, channels, tickets, signs }: KernelSigns): string {
  let positive = 0
  let negative = 0
  for (const sign of signs) {
    if (sign > 0) positive++
    else if (sign < 0) negative++
  }
  const kept = positive + negative
  return `${layer}: ${filters} ${inNumber(filters, 'filter')} of ${channels} ${inNumber(channels, 'kernel')} in ${tickets.length} ${inNumber(tickets.length, 'ticket')}; ${positive} positive, ${negative} negative, ${signs.length - kept} pruned weights.`
}

/** One row for each kernel: `+`, `-`, `.` row by row. */
export function tabulateKernels({ filters, channels, tickets, signs }: KernelSigns): DataTable {
  const rows = Array.from({ length: signs.length / 9 }, (_, kernel) => {
    const ticket = tickets[Math.floor(kernel / (filters * channels))]
    const filter = Math.floor(kernel / channels) % filters
    return [ticket?.id ?? '', filter + 1, (kernel % channels) + 1, drawText(signs, kernel)]
  })
  return { columns: ['ticket', 'filter', 'channel', 'kernel'], rows }
}

function drawText(signs: Int8Array, kernel: number): string {
  return Array.from(signs.subarray(kernel * 9, kernel * 9 + 9), (sign) => (sign > 0 ? '+' : sign < 0 ? '-' : '.')).join(
    '',
  )
}
