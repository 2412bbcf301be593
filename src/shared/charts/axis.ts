/** A linear axis from `min` to `max` in round steps. */
export interface Axis {
  min: number
  max: number
  ticks: number[]
  /** Decimals that its labels need. */
  digits: number
}

/**
 * The smallest axis on round steps (1, 2 or 5 times a power of ten) that holds all values.
 * @param wanted about how many steps
 */
export function planAxis(values: readonly number[], wanted = 5): Axis {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (!(low <= high)) return { min: 0, max: 1, ticks: [0, 1], digits: 0 }
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1
    low -= room
    high += room
  }
  const rough = (high - low) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(digits)))
  return { min: ticks[0] ?? low, max: ticks.at(-1) ?? high, ticks, digits }
}
