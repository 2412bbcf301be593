// The assignment of least total cost: Crouse (2016), shortest augmenting paths, rows in order, with the ties of
// scipy.optimize.linear_sum_assignment. All columns are looked at in their natural order, four at a time; scipy goes through
// the list of those that are not scanned yet, whose order decides ties: of equally near columns the last free one is taken,
// since it ends the search, else the first. So each column has a rank, the higher the better: place + size if free, −place
// if not.
// A scanned column drops out by a potential of −∞ and a shortest path of ∞; what it had before is kept in `kept…`.

/** Columns are filled up to a multiple of 4, as if scanned. */
const step: usize = 32

/**
 * @param costs (row, column), float64, finite, with 24 more bytes to read behind the last
 * @param columnOfRow (row), int32: the answer
 * @param workspace 80 bytes for each of `size` + 3
 */
export function assign(costs: usize, size: i32, columnOfRow: usize, workspace: usize): void {
  const padded = (size + 3) & ~3
  const bytes = (<usize>padded) << 3
  const columnPotential = workspace // float64
  const shortest = columnPotential + bytes // least cost of a path to each column, in this augmentation
  const ranks = shortest + bytes
  const rowPotential = ranks + bytes
  const keptPotential = rowPotential + bytes // (scan), of the column that it chose
  const reached = keptPotential + bytes // (scan): least cost of a path to that column
  const rowOfColumn = reached + bytes // int32, as all below
  const remaining = rowOfColumn + (bytes >> 1) // columns that are not scanned yet
  const scannedRows = remaining + (bytes >> 1) // (scan)
  const scannedColumns = scannedRows + (bytes >> 1) // (scan); its row is the next scan's
  const filledPlaces = scannedColumns + (bytes >> 1) // (scan)
  memory.fill(columnPotential, 0, bytes)
  for (let column = size; column < padded; column++) store<f64>(columnPotential + ((<usize>column) << 3), -Infinity)
  memory.fill(rowPotential, 0, bytes)
  memory.fill(rowOfColumn, 0xff, bytes >> 1)
  memory.fill(columnOfRow, 0xff, (<usize>size) << 2)
  // Columns stand in reverse order, as in scipy: this decides ties.
  for (let index: i32 = 0; index < size; index++) {
    store<i32>(remaining + ((<usize>index) << 2), size - index - 1)
    store<f64>(ranks + ((<usize>index) << 3), <f64>(2 * size - index - 1))
  }

  for (let start: i32 = 0; start < size; start++) {
    let left = size
    let scanned: i32 = 0
    let row = start
    let least: f64 = 0
    let sink: i32 = -1
    while (sink == -1) {
      const at = (<usize>scanned) << 2
      store<i32>(scannedRows + at, row)
      const from = costs + ((<usize>row * <usize>size) << 3)
      const potential = load<f64>(rowPotential + ((<usize>row) << 3))
      least = scanRow(from, least, potential, scanned == 0, columnPotential, shortest, bytes)
      const column = chooseNearest(shortest, ranks, remaining, bytes, least, size)
      const owner = load<i32>(rowOfColumn + ((<usize>column) << 2))
      if (owner == -1) sink = column
      else row = owner
      const own = (<usize>column) << 3
      store<f64>(keptPotential + (at << 1), load<f64>(columnPotential + own))
      store<f64>(reached + (at << 1), least)
      store<f64>(columnPotential + own, -Infinity)
      store<f64>(shortest + own, Infinity)
      store<i32>(scannedColumns + at, column)
      const place = placeOf(load<f64>(ranks + own), size)
      const last = load<i32>(remaining + ((<usize>--left) << 2))
      store<i32>(remaining + ((<usize>place) << 2), last)
      rank(ranks, rowOfColumn, last, place, size)
      store<i32>(filledPlaces + at, place)
      scanned++
    }
    // The path from its end: each column was reached from the first row that gave it its shortest path.
    for (let end = scanned - 1; end >= 0; ) {
      const column = load<i32>(scannedColumns + ((<usize>end) << 2))
      const shortestPath = load<f64>(reached + ((<usize>end) << 3))
      const potential = load<f64>(keptPotential + ((<usize>end) << 3))
      let index: i32 = 0
      let owner = start
      for (; index <= end; index++) {
        owner = load<i32>(scannedRows + ((<usize>index) << 2))
        const before = index > 0 ? load<f64>(reached + ((<usize>(index - 1)) << 3)) : 0
        const cost = load<f64>(costs + ((<usize>owner * <usize>size + <usize>column) << 3))
        if (before + cost - load<f64>(rowPotential + ((<usize>owner) << 3)) - potential == shortestPath) break
      }
      store<i32>(rowOfColumn + ((<usize>column) << 2), owner)
      store<i32>(columnOfRow + ((<usize>owner) << 2), column)
      end = index - 1
    }
    raise(rowPotential, start, least)
    for (let index: i32 = 0; index < scanned; index++) {
      const at = (<usize>index) << 2
      const column = load<i32>(scannedColumns + at)
      const own = (<usize>column) << 3
      const by = least - load<f64>(reached + (at << 1))
      if (index + 1 < scanned) raise(rowPotential, load<i32>(scannedRows + at, 4), by)
      store<f64>(columnPotential + own, load<f64>(keptPotential + (at << 1)) - by)
      // the list as it was, for the scanned columns and those that filled their places
      const place = load<i32>(filledPlaces + at)
      const moved = load<i32>(remaining + ((<usize>place) << 2))
      rank(ranks, rowOfColumn, column, size - 1 - column, size)
      rank(ranks, rowOfColumn, moved, size - 1 - moved, size)
      store<i32>(remaining + ((<usize>place) << 2), size - 1 - place)
    }
  }
}

// @ts-ignore: decorator
@inline
function raise(potentials: usize, index: i32, by: f64): void {
  const at = potentials + ((<usize>index) << 3)
  store<f64>(at, load<f64>(at) + by)
}

// Shortens the paths to all columns by way of one row; gives the least of them. The first row of an augmentation finds none.
function scanRow(
  from: usize,
  least: f64,
  rowPotential: f64,
  first: bool,
  columnPotential: usize,
  shortest: usize,
  bytes: usize,
): f64 {
  const reached = f64x2.splat(least)
  const potential = f64x2.splat(rowPotential)
  const infinite = f64x2.splat(Infinity)
  let low = infinite
  let high = infinite
  for (let at: usize = 0; at < bytes; at += step) {
    const oldA = first ? infinite : v128.load(shortest + at, 0)
    const oldB = first ? infinite : v128.load(shortest + at, 16)
    const a = f64x2.pmin(oldA, reduce(reached, from + at, potential, columnPotential + at))
    const b = f64x2.pmin(oldB, reduce(reached, from + at + 16, potential, columnPotential + at + 16))
    v128.store(shortest + at, a, 0)
    v128.store(shortest + at, b, 16)
    low = f64x2.pmin(low, a)
    high = f64x2.pmin(high, b)
  }
  const both = f64x2.pmin(low, high)
  return min(f64x2.extract_lane(both, 0), f64x2.extract_lane(both, 1))
}

// The order of these operations is scipy's.
// @ts-ignore: decorator
@inline
function reduce(reached: v128, cost: usize, potential: v128, columnPotential: usize): v128 {
  return f64x2.sub(f64x2.sub(f64x2.add(reached, v128.load(cost)), potential), v128.load(columnPotential))
}

// @ts-ignore: decorator
@inline
function rank(ranks: usize, rowOfColumn: usize, column: i32, place: i32, size: i32): void {
  const free = load<i32>(rowOfColumn + ((<usize>column) << 2)) == -1
  store<f64>(ranks + ((<usize>column) << 3), <f64>(free ? place + size : -place))
}

// @ts-ignore: decorator
@inline
function placeOf(ranked: f64, size: i32): i32 {
  const value = <i32>ranked
  return value >= size ? value - size : -value
}

// The column of the highest rank among the nearest.
function chooseNearest(shortest: usize, ranks: usize, remaining: usize, bytes: usize, least: f64, size: i32): i32 {
  const wanted = f64x2.splat(least)
  const none = f64x2.splat(-Infinity)
  let low = none
  let high = none
  for (let at: usize = 0; at < bytes; at += step) {
    const a = v128.bitselect(v128.load(ranks + at, 0), none, f64x2.eq(v128.load(shortest + at, 0), wanted))
    const b = v128.bitselect(v128.load(ranks + at, 16), none, f64x2.eq(v128.load(shortest + at, 16), wanted))
    low = f64x2.pmax(low, a)
    high = f64x2.pmax(high, b)
  }
  const both = f64x2.pmax(low, high)
  const best = max(f64x2.extract_lane(both, 0), f64x2.extract_lane(both, 1))
  return load<i32>(remaining + ((<usize>placeOf(best, size)) << 2))
}
