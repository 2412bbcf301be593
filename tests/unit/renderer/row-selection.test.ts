import { describe, expect, it } from 'vitest'
import { pickStudy, toggleRows } from '../../../src/renderer/features/tickets/row-selection.ts'

const rows = ['a1', 'a2', 'b1', 'a3'].map((id) => ({ id, study: id.charAt(0) }))
const toggled = (before: string[], place: number, anchor: number | null = null) =>
  [...toggleRows(rows, new Set(before), place, anchor)].toSorted()

describe('toggleRows', () => {
  it('takes a row in, and out again', () => {
    expect(toggled([], 1)).toEqual(['a2'])
    expect(toggled(['a1', 'a2'], 1)).toEqual(['a1'])
  })
  it('takes in every row of the study from the anchor on, in both directions', () => {
    expect(toggled(['a1'], 3, 0)).toEqual(['a1', 'a2', 'a3'])
    expect(toggled([], 0, 1)).toEqual(['a1', 'a2'])
    expect(toggled(['a1'], 9, 0)).toEqual(['a1'])
  })
})

describe('pickStudy', () => {
  it('keeps to the study of the selection where it has rows, else to that of the first row', () => {
    expect(pickStudy(rows, 'b')).toBe('b')
    expect(pickStudy(rows, 'gone')).toBe('a')
    expect(pickStudy([], 'b')).toBeNull()
  })
})
