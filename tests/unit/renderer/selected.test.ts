import { describe, expect, it } from 'vitest'
import { emptySelection, light, pairKey, toggle, type Selection } from '../../../src/renderer/stores/selected.ts'
import { comparedOrder, litPairs } from '../../../src/renderer/features/compare/lit-pairs.ts'
import { columns } from '../shared/comparison-columns.ts'
import { describePairs, sortPairs } from '../../../src/renderer/features/compare/selected-pairs.ts'

const select = (chosen: Partial<Record<keyof Selection, string[]>>): Selection => ({
  tickets: new Set(chosen.tickets),
  pairs: new Set(chosen.pairs),
  conditions: new Set(chosen.conditions),
})
const lit = (selection: Selection) => {
  const { pairs, tickets, pairCount } = light(selection, columns)
  expect(pairCount).toBe(pairs.reduce((sum, one) => sum + one, 0))
  return { pairs: [...pairs], tickets: [...tickets] }
}

describe('a selection lights', () => {
  it('nothing when it is empty', () => {
    expect(lit(emptySelection)).toEqual({ pairs: [0, 0, 0, 0, 0, 0], tickets: [0, 0, 0, 0, 0] })
  })
  it("a condition's pairs, and their tickets", () => {
    expect(lit(select({ conditions: ['mixed fashion'] }))).toEqual({
      pairs: [0, 1, 1, 0, 0, 0],
      tickets: [1, 1, 1, 1, 0],
    })
  })
  it('a pair, whichever ticket comes first', () => {
    const wanted = { pairs: [0, 0, 0, 0, 1, 0], tickets: [1, 0, 0, 0, 1] }
    expect(lit(select({ pairs: [pairKey('fashion-1-winning', 'digits-1-winning')] }))).toEqual(wanted)
    expect(lit(select({ pairs: [pairKey('digits-1-winning', 'fashion-1-winning')] }))).toEqual(wanted)
  })
  it('all pairs of one ticket, and only the pairs among several', () => {
    expect(lit(select({ tickets: ['fashion-1-winning'] })).pairs).toEqual([1, 1, 0, 0, 1, 0])
    const two = lit(select({ tickets: ['fashion-1-winning', 'fashion-2-winning'] }))
    expect(two).toEqual({ pairs: [1, 0, 0, 0, 0, 0], tickets: [1, 1, 0, 0, 0] })
  })
  it('the tickets of a pair that belongs to no condition, and its cell', () => {
    const selection = select({ pairs: [pairKey('digits-1-winning', 'fashion-1-random')] })
    expect(lit(selection)).toEqual({ pairs: [0, 0, 0, 0, 0, 0], tickets: [0, 0, 1, 0, 1] })
    const isLit = litPairs(columns, light(selection, columns), selection)
    expect([isLit(2, 4), isLit(4, 2), isLit(2, 3)]).toEqual([true, true, false])
  })
})

describe('toggle', () => {
  it('replaces, adds, and takes away what is there already', () => {
    const before = new Set(['a', 'b'])
    expect([...toggle(before, new Set(['c']), false)]).toEqual(['c'])
    expect([...toggle(before, new Set(['c']), true)]).toEqual(['a', 'b', 'c'])
    expect([...toggle(before, new Set(['b']), true)]).toEqual(['a'])
    expect([...toggle(before, undefined, true)]).toEqual(['a', 'b'])
    expect([...toggle(before, undefined, false)]).toEqual([])
  })
})

describe('selected pairs', () => {
  it('are listed with both distances of the layer, nearest first', () => {
    const lighted = light(select({ conditions: ['mixed fashion', 'winning fashion'] }), columns)
    const pairs = describePairs(columns, sortPairs(columns, lighted, 'conv1'), 'conv1')
    expect(pairs.map(({ name, unsigned, signed }) => [name, unsigned, signed])).toEqual([
      ['fashion 1 W – fashion 2 W', 0.1, 0.4],
      ['fashion 1 W – fashion 2 R', 0.2, 0.5],
      ['fashion 2 W – fashion 1 R', 0.22, 0.52],
    ])
  })
  it('keep the order in which they were compared', () => {
    expect(comparedOrder(columns, 2, 1)).toEqual(['fashion-2-winning', 'fashion-1-random'])
    expect(comparedOrder(columns, 1, 2)).toEqual(['fashion-2-winning', 'fashion-1-random'])
    expect(comparedOrder(columns, 4, 2)).toEqual(['fashion-1-random', 'digits-1-winning'])
  })
})
