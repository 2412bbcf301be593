import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../src/renderer/ui/turns.ts'

/** Frames that come when the test says so. */
function stepped() {
  let due: (() => void)[] = []
  const frame = (): void => {
    const acts = due
    due = []
    for (const act of acts) act()
  }
  return { turns: createTurns((act) => due.push(act)), frame, pending: () => due.length }
}

describe('turns', () => {
  it('draw each of those that change at once in a frame of its own, once, the longest waiting first', () => {
    const { turns, frame, pending } = stepped()
    const drawn: string[] = []
    const charts = ['rounds', 'epochs', 'grid'].map((name) => () => void drawn.push(name))
    for (let event = 0; event < 40; event++) for (const chart of charts) turns.ask(chart)
    expect(drawn).toEqual([])
    const seen = [1, 2, 3, 4].map(() => {
      frame()
      return [...drawn]
    })
    expect(seen).toEqual([['rounds'], ['rounds', 'epochs'], ['rounds', 'epochs', 'grid'], ['rounds', 'epochs', 'grid']])
    expect(pending()).toBe(0)
  })

  it('come again to who asks while it has its turn, and go on after one that fails', () => {
    const { turns, frame } = stepped()
    let times = 0
    const again = (): void => {
      times++
      if (times < 3) turns.ask(again)
    }
    turns.ask(() => {
      throw new Error('not drawn')
    })
    turns.ask(again)
    expect(frame).toThrow('not drawn')
    for (let count = 0; count < 5; count++) frame()
    expect(times).toBe(3)
  })

  it('are not given to who has withdrawn', () => {
    const { turns, frame, pending } = stepped()
    const drawn: string[] = []
    const gone = (): void => void drawn.push('gone')
    turns.ask(gone)
    turns.withdraw(gone)
    turns.ask(() => drawn.push('kept'))
    while (pending() > 0) frame()
    expect(drawn).toEqual(['kept'])
  })
})
