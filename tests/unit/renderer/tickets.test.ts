import { describe, expect, it } from 'vitest'
import { parseBounds } from '../../../src/renderer/features/tickets/column-filter.ts'
import { ticketColumns } from '../../../src/renderer/features/tickets/ticket-columns.ts'
import {
  firstState,
  parseShare,
  parseState,
  selectTickets,
  shownColumns,
  sortBy,
  tabulateTickets,
  toggleColumn,
} from '../../../src/renderer/features/tickets/ticket-table.ts'
import { parseTags } from '../../../src/renderer/ui/tags.ts'
import type { CataloguedTicket } from '../../../src/shared/results.ts'

function ticket(id: string, changed: Partial<CataloguedTicket> = {}): CataloguedTicket {
  const layers = [{ name: 'conv1', shape: [1, 1, 3, 3], total: 9, kept: 3, positive: 2, negative: 1 }]
  const numbers = { trial: 1, round: 6, accuracy: 0.8, density: 1 / 3, positive: 2, negative: 1, signRatio: 2 }
  const words = { sha256: id, dataset: 'digits', studyName: 'sample', study: 's', note: '' }
  return { id, kind: 'winning', final: true, layers, checks: { a: true }, tags: [], ...numbers, ...words, ...changed }
}
const ids = (tickets: readonly CataloguedTicket[]) => tickets.map(({ id }) => id)

describe('selectTickets', () => {
  const tickets = [
    ticket('b', { accuracy: null }),
    ticket('a', { accuracy: 0.7, tags: ['Odd one'] }),
    ticket('c', { accuracy: 0.9, kind: 'random', checks: { a: false } }),
    ticket('early', { final: false }),
  ]
  const select = (changed: Partial<typeof firstState>) => ids(selectTickets(tickets, { ...firstState, ...changed }))

  it('lists final tickets, and those of every round when asked', () => {
    expect(select({})).toEqual(['b', 'a', 'c'])
    expect(select({ everyRound: true })).toContain('early')
  })
  it('finds text in any column, whatever its case', () => {
    expect(select({ text: 'odd ONE' })).toEqual(['a'])
    expect(select({ text: 'nothing' })).toEqual([])
  })
  it('filters by column: part of a text, bounds of a number', () => {
    expect(select({ filters: { kind: 'ran' } })).toEqual(['c'])
    expect(select({ filters: { accuracy: '> 75 %' } })).toEqual(['c'])
    expect(select({ filters: { accuracy: '0.6..0.8' } })).toEqual(['a'])
    expect(select({ filters: { accuracy: '>', kind: ' ' } })).toEqual(['b', 'a', 'c'])
  })
  it('sorts by a column both ways, undefined numbers last', () => {
    expect(select({ sort: { column: 'accuracy', descending: false } })).toEqual(['a', 'c', 'b'])
    expect(select({ sort: { column: 'accuracy', descending: true } })).toEqual(['c', 'a', 'b'])
    expect(select({ sort: { column: 'gone', descending: true } })).toEqual(['b', 'a', 'c'])
  })
  it('sorts 1,320 tickets by their numbers', () => {
    const many = Array.from({ length: 1320 }, (_, index) => ticket(`t${index}`, { accuracy: (index * 7919) % 1000 }))
    const sorted = selectTickets(many, { ...firstState, sort: { column: 'accuracy', descending: false } })
    const values = sorted.map(({ accuracy }) => accuracy ?? 0)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
  })
})

it('keeps the share of the table beside a ticket within its panes’ bounds', () => {
  expect([null, '', 'wide', '12', '76', '30', '61.5'].map(parseShare)).toEqual([58, 58, 58, 58, 58, 30, 61.5])
})

describe('parseBounds', () => {
  it('reads comparisons, ranges and shares, and nothing else', () => {
    const cases: [string, number[], number[]][] = [
      ['<= 3', [3, 2], [3.1]],
      ['≥ 1e-3', [0.001], [0.0009]],
      ['5', [5], [4, 6]],
      ['1 to 2', [1, 2], [0.9, 2.1]],
      ['10 %..20 %', [0.1, 0.2], [0.3]],
      ['> -1', [0], [-1]],
    ]
    for (const [filter, inside, outside] of cases) {
      const fits = parseBounds(filter)
      expect(
        inside.map((value) => fits?.(value)),
        filter,
      ).not.toContain(false)
      expect(
        outside.map((value) => fits?.(value)),
        filter,
      ).not.toContain(true)
      expect(fits, filter).not.toBeNull()
    }
    for (const filter of ['>', 'many', '1..', '--2']) expect(parseBounds(filter), filter).toBeNull()
  })
})

describe('the state of the table', () => {
  it('is kept as text, and what does not fit any more is as at first', () => {
    const state = sortBy(toggleColumn(firstState, 'note'), 'trial')
    expect(parseState(JSON.stringify(state))).toEqual(state)
    for (const text of [null, '', '[1]', '{"sort": 3, "columns": "all"}']) expect(parseState(text)).toEqual(firstState)
  })
  it('turns the order round on the second click', () => {
    const once = sortBy(firstState, 'trial')
    expect(once.sort).toEqual({ column: 'trial', descending: false })
    expect(sortBy(once, 'trial').sort.descending).toBe(true)
    expect(sortBy(sortBy(once, 'trial'), 'trial').sort.descending).toBe(false)
  })
  it('shows columns in their own order', () => {
    const shown = shownColumns({ ...firstState, columns: ['id', 'study', 'unknown'] })
    expect(shown.map(({ id }) => id)).toEqual(['study', 'id'])
    expect(tabulateTickets([ticket('x')], shown).rows).toEqual([['sample', 'x']])
  })
  it('gives each column its own id', () => {
    expect(new Set(ticketColumns.map(({ id }) => id)).size).toBe(ticketColumns.length)
  })
})

describe('parseTags', () => {
  it('takes each tag once, trimmed and not too long', () => {
    expect(parseTags(' a, b,,a , ')).toEqual(['a', 'b'])
    expect(parseTags('x'.repeat(60))[0]).toHaveLength(40)
  })
})
