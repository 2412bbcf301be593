// Passes of the assignment over a row's costs, or over the active columns: float64, four at a time.

const step: usize = 32

// @ts-ignore: decorator
@inline
function least(low: v128, high: v128): f64 {
  const both = f64x2.pmin(low, high)
  return min(f64x2.extract_lane(both, 0), f64x2.extract_lane(both, 1))
}

/** A free column of least cost, the last one. @param blocked (column): 0 if free, else ∞ @param bytes of a row, padded */
export function nearestFree(costRow: usize, blocked: usize, bytes: usize): i32 {
  let low = f64x2.splat(Infinity)
  let high = low
  for (let at: usize = 0; at < bytes; at += step) {
    low = f64x2.pmin(low, f64x2.add(v128.load(costRow + at), v128.load(blocked + at)))
    high = f64x2.pmin(high, f64x2.add(v128.load(costRow + at, 16), v128.load(blocked + at, 16)))
  }
  const cost = least(low, high)
  let at = bytes - 8
  while (load<f64>(costRow + at) + load<f64>(blocked + at) != cost) at -= 8
  return <i32>(at >> 3)
}

/**
 * Writes down the costs of a row that are below a limit, each with its column.
 * @param list 16 bytes an entry: float64, int32
 * @returns how many, or −1 if they were more than half
 */
export function listBelow(costRow: usize, limit: f64, list: usize, size: i32): i32 {
  const wanted = f64x2.splat(limit)
  const end = list + ((<usize>(size >> 1)) << 4)
  let entry = list
  for (let column: i32 = 0; column < size; column += 4) {
    const from = costRow + ((<usize>column) << 3)
    const low = i64x2.bitmask(f64x2.lt(v128.load(from), wanted))
    const high = i64x2.bitmask(f64x2.lt(v128.load(from, 16), wanted))
    for (let left = low | (high << 2); left; left &= left - 1) {
      const lane = ctz(left)
      if (column + lane >= size) break
      if (entry == end) return -1
      store<f64>(entry, load<f64>(from + ((<usize>lane) << 3)))
      store<i32>(entry, column + lane, 8)
      entry += 16
    }
  }
  return <i32>((entry - list) >> 4)
}

/** The greatest place of a free column to which a row gives a path of this length, or −∞. */
export function findLastFree(
  costRow: usize,
  blocked: usize,
  places: usize,
  bytes: usize,
  reached: f64,
  rowPotential: f64,
  path: f64,
): f64 {
  const none = f64x2.splat(-Infinity)
  const before = f64x2.splat(reached)
  const potential = f64x2.splat(rowPotential)
  const wanted = f64x2.splat(path)
  let best = none
  for (let at: usize = 0; at < bytes; at += 16) {
    const cost = f64x2.add(v128.load(costRow + at), v128.load(blocked + at))
    const found = f64x2.eq(f64x2.sub(f64x2.add(before, cost), potential), wanted)
    best = f64x2.pmax(best, v128.bitselect(v128.load(places + at), none, found))
  }
  return max(f64x2.extract_lane(best, 0), f64x2.extract_lane(best, 1))
}

/** The shortest path to an active column. @param paths (slot), ∞ from `count` on */
export function leastOf(paths: usize, count: i32): f64 {
  let low = f64x2.splat(Infinity)
  let high = low
  for (let at: usize = 0; at < (<usize>count) << 3; at += step) {
    low = f64x2.pmin(low, v128.load(paths + at))
    high = f64x2.pmin(high, v128.load(paths + at, 16))
  }
  return least(low, high)
}

/** The least place of the active columns that have a path of this length. */
export function findNearest(paths: usize, places: usize, count: i32, path: f64): i32 {
  const none = f64x2.splat(Infinity)
  const wanted = f64x2.splat(path)
  let low = none
  let high = none
  for (let at: usize = 0; at < (<usize>count) << 3; at += step) {
    const a = f64x2.eq(v128.load(paths + at), wanted)
    const b = f64x2.eq(v128.load(paths + at, 16), wanted)
    low = f64x2.pmin(low, v128.bitselect(v128.load(places + at), none, a))
    high = f64x2.pmin(high, v128.bitselect(v128.load(places + at, 16), none, b))
  }
  return <i32>least(low, high)
}
