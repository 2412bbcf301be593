// Passes of the assignment over a row's costs, or over the active columns: float64, four at a time.

const step: usize = 32

// @ts-ignore: decorator
@inline
function least(low: v128, high: v128): f64 {
  const both = f64x2.pmin(low, high)
  return min(f64x2.extract_lane(both, 0), f64x2.extract_lane(both, 1))
}

/**
 * A free column of least cost.
 * @param blocked (column): 0 if free, else ∞ @param bytes of a row, padded @param known no free column's cost is below
 */
export function nearestFree(costRow: usize, blocked: usize, bytes: usize, known: f64): i32 {
  const wanted = f64x2.splat(known)
  let low = f64x2.splat(Infinity)
  let high = low
  let at = bytes
  while (at > 0) {
    at -= step
    const a = f64x2.add(v128.load(costRow + at), v128.load(blocked + at))
    const b = f64x2.add(v128.load(costRow + at, 16), v128.load(blocked + at, 16))
    low = f64x2.pmin(low, a)
    high = f64x2.pmin(high, b)
    if (v128.any_true(v128.or(f64x2.eq(a, wanted), f64x2.eq(b, wanted)))) break
  }
  const cost = least(low, high)
  while (load<f64>(costRow + at) + load<f64>(blocked + at) != cost) at += 8
  return <i32>(at >> 3)
}

/**
 * Writes down the costs of a row that are below a limit, and their columns: float64, then int32.
 * @param room entries, a multiple of 4
 * @returns how many, or −1 if there is no room for them
 */
export function listBelow(costRow: usize, limit: f64, list: usize, room: usize, size: i32): i32 {
  const wanted = f64x2.splat(limit)
  const columns = list + (room << 3)
  let count: usize = 0
  for (let column: i32 = 0; column < size; column += 4) {
    const from = costRow + ((<usize>column) << 3)
    const low = f64x2.lt(v128.load(from), wanted)
    const high = f64x2.lt(v128.load(from, 16), wanted)
    if (!v128.any_true(v128.or(low, high))) continue
    for (let left = i64x2.bitmask(low) | (i64x2.bitmask(high) << 2); left; left &= left - 1) {
      const lane = ctz(left)
      if (column + lane >= size) break
      if (count == room) return -1
      store<f64>(list + (count << 3), load<f64>(from + ((<usize>lane) << 3)))
      store<i32>(columns + (count << 2), column + lane)
      count++
    }
  }
  return <i32>count
}

/** Of a list the free column of least cost, or −1. @param length −1 if there is no list */
export function nearestFreeOf(list: usize, length: i32, room: usize, blocked: usize): i32 {
  const columns = list + (room << 3)
  let cost = Infinity
  let nearest: i32 = -1
  for (let entry: i32 = 0; entry < length; entry++) {
    const at = (<usize>entry) << 2
    const column = load<i32>(columns + at)
    const value = load<f64>(list + (at << 1)) + load<f64>(blocked + ((<usize>column) << 3))
    if (value < cost) {
      cost = value
      nearest = column
    }
  }
  return nearest
}

/**
 * Writes down the entries of a list that shorten a path to a taken column below `nearest`, without a branch in between.
 * @param columnPotential (column) @param shortest (column): −∞ if free @param hits int32
 * @returns where they end
 */
export function findShorter(
  list: usize,
  length: i32,
  room: usize,
  reached: f64,
  rowPotential: f64,
  columnPotential: usize,
  shortest: usize,
  nearest: f64,
  hits: usize,
): usize {
  const columns = list + (room << 3)
  for (let entry: i32 = 0; entry < length; entry++) {
    const at = (<usize>entry) << 2
    const column = (<usize>load<i32>(columns + at)) << 3
    const path = reached + load<f64>(list + (at << 1)) - rowPotential - load<f64>(columnPotential + column)
    store<i32>(hits, entry)
    hits += (<usize>(<i32>(path < nearest) & <i32>(path < load<f64>(shortest + column)))) << 2
  }
  return hits
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

/** The same, of a list. */
export function findLastFreeOf(
  list: usize,
  length: i32,
  room: usize,
  blocked: usize,
  places: usize,
  reached: f64,
  rowPotential: f64,
  path: f64,
): f64 {
  let best = -Infinity
  for (let at: usize = 0; at < (<usize>length) << 3; at += 8) {
    if (reached + load<f64>(list + at) - rowPotential != path) continue
    const column = (<usize>load<i32>(list + (room << 3) + (at >> 1))) << 3
    if (load<f64>(blocked + column) == 0) best = max(best, load<f64>(places + column))
  }
  return best
}

/** The shortest of `count` paths, with ∞ behind them up to a multiple of 4. */
export function leastOf(paths: usize, count: i32): f64 {
  let low = f64x2.splat(Infinity)
  let high = low
  for (let at: usize = 0; at < (<usize>count) << 3; at += step) {
    low = f64x2.pmin(low, v128.load(paths + at))
    high = f64x2.pmin(high, v128.load(paths + at, 16))
  }
  return least(low, high)
}
