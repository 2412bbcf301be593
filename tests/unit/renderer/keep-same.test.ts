import { expect, it } from 'vitest'
import { keepSame } from '../../../src/renderer/charts/keep-same.ts'

it('the same items are kept as they were, others are taken', () => {
  const [a, b] = [{}, {}]
  const before = [a, b]
  expect(keepSame(before, [a, b])).toBe(before)
  for (const now of [[a], [b, a], [a, b, {}], []]) expect(keepSame(before, now)).toBe(now)
  expect(keepSame(undefined, before)).toBe(before)
})
