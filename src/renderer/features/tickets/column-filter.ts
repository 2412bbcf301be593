import type { CataloguedTicket } from '../../../shared/results.ts'
import type { TicketColumn } from './ticket-columns.ts'

const number = String.raw`(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*(%?)`
const comparison = new RegExp(String.raw`^(<=|>=|<|>|=|≤|≥)?\s*${number}$`, 'i')
const range = new RegExp(String.raw`^${number}\s*(?:\.\.|…|to)\s*${number}$`, 'i')

/**
 * Whether a ticket fits a column's filter: `> 0.8`, `<= 3`, `2..4`, `75 %` for numbers; a part of it for text.
 * A number filter that is none yet, such as `>`, fits everything.
 */
export function fitsFilter(column: TicketColumn, ticket: CataloguedTicket, filter: string): boolean {
  if (!column.isNumber) {
    return column.text(ticket).toLocaleLowerCase('en').includes(filter.toLocaleLowerCase('en'))
  }
  const bounds = parseBounds(filter)
  if (!bounds) return true
  const value = column.value(ticket)
  return typeof value === 'number' && bounds(value)
}

/** The test that a number filter stands for; null when it is not one. */
export function parseBounds(filter: string): ((value: number) => boolean) | null {
  const between = range.exec(filter)
  if (between) {
    const low = scaled(between[1], between[2])
    const high = scaled(between[3], between[4])
    return (value) => value >= low && value <= high
  }
  const [found, sign = '=', digits, percent] = comparison.exec(filter) ?? []
  if (found === undefined) return null
  const bound = scaled(digits, percent)
  const tests: Record<string, (value: number) => boolean> = {
    '<': (value) => value < bound,
    '>': (value) => value > bound,
    '<=': (value) => value <= bound,
    '≤': (value) => value <= bound,
    '>=': (value) => value >= bound,
    '≥': (value) => value >= bound,
    '=': (value) => value === bound,
  }
  return tests[sign] ?? null
}

function scaled(digits: string | undefined, percent: string | undefined): number {
  return Number(digits) / (percent === '%' ? 100 : 1)
}
