import { expect } from 'vitest'

/** Fails on the first value that is off by more than `absolute` + `relative` · |expected|. */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  absolute: number,
  relative = 0,
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length)
  for (let index = 0; index < expected.length; index++) {
    const [a, b] = [actual[index] ?? NaN, expected[index] ?? NaN]
    if (!(Math.abs(a - b) <= absolute + relative * Math.abs(b)))
      expect.fail(`${what}[${index}]: ${a} instead of ${b} (${Math.abs(a - b).toExponential(1)} off)`)
  }
}

/** Weights that a mask drops but that are not 0, over all layers. */
export function countEscaped(weights: Float32Array[], masks: Uint8Array[]): number {
  return weights.reduce(
    (sum, layer, index) => sum + layer.filter((weight, at) => masks[index]?.[at] === 0 && weight !== 0).length,
    0,
  )
}
