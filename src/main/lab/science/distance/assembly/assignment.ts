// The assignment of least total cost: Crouse (2016), shortest augmenting paths, rows in order, with the ties of
// scipy.optimize.linear_sum_assignment. All columns are looked at two at a time in their natural order; scipy goes through
// the list of those that are not scanned yet, whose order decides ties, so the places in that list are kept beside.

/**
 * @param costs (row, column), float64, finite, with 8 more bytes to read behind the last
 * @param columnOfRow (row), int32: the answer
 * @param workspace 80 bytes for each of `size` + 1
 */
export function assign(costs: usize, size: i32, columnOfRow: usize, workspace: usize): void {
  const padded = (size + 1) & ~1
  const vectorBytes = (<usize>padded) << 3
  const columnPotential = workspace
  const shortest = columnPotential + vectorBytes // least cost of a path to each column, in this augmentation
  const open = shortest + vectorBytes // int64: −1 for a column that is not scanned yet, else 0
  const rowBefore = open + vectorBytes // int64: the row from which that path reaches the column
  const rowPotential = rowBefore + vectorBytes
  const rowOfColumn = rowPotential + vectorBytes // int32, as all below
  const remaining = rowOfColumn + (vectorBytes >> 1) // columns that are not scanned yet
  const places = remaining + (vectorBytes >> 1) // of each column in `remaining`
  const scannedRows = places + (vectorBytes >> 1)
  const scannedColumns = scannedRows + (vectorBytes >> 1)
  const infinite = f64x2.splat(Infinity)
  memory.fill(columnPotential, 0, vectorBytes)
  memory.fill(rowPotential, 0, vectorBytes)
  memory.fill(rowOfColumn, 0xff, vectorBytes >> 1)
  memory.fill(columnOfRow, 0xff, (<usize>size) << 2)

  for (let start: i32 = 0; start < size; start++) {
    // Columns stand in reverse order, as in scipy: this decides ties.
    for (let index: i32 = 0; index < size; index++) {
      store<i32>(remaining + ((<usize>index) << 2), size - index - 1)
      store<i32>(places + ((<usize>index) << 2), size - index - 1)
    }
    for (let at: usize = 0; at < vectorBytes; at += 16) v128.store(shortest + at, infinite)
    memory.fill(open, 0xff, (<usize>size) << 3)
    if (padded > size) store<i64>(open + ((<usize>size) << 3), 0)
    let left = size
    let scanned: i32 = 0
    let row = start
    let least: f64 = 0
    let sink: i32 = -1
    while (sink == -1) {
      store<i32>(scannedRows + ((<usize>scanned) << 2), row)
      const from = costs + ((<usize>row * <usize>size) << 3)
      const reached = f64x2.splat(least)
      const potential = f64x2.splat(load<f64>(rowPotential + ((<usize>row) << 3)))
      const before = i64x2.splat(<i64>row)
      let lowest = infinite
      for (let at: usize = 0; at < vectorBytes; at += 16) {
        const unscanned = v128.load(open + at)
        const old = v128.load(shortest + at)
        const reduced = f64x2.sub(
          f64x2.sub(f64x2.add(reached, v128.load(from + at)), potential),
          v128.load(columnPotential + at),
        )
        const nearer = v128.and(f64x2.lt(reduced, old), unscanned)
        const path = v128.bitselect(reduced, old, nearer)
        v128.store(shortest + at, path)
        v128.store(rowBefore + at, v128.bitselect(before, v128.load(rowBefore + at), nearer))
        lowest = f64x2.pmin(lowest, v128.bitselect(path, infinite, unscanned))
      }
      least = min(f64x2.extract_lane(lowest, 0), f64x2.extract_lane(lowest, 1))
      const column = chooseNearest(shortest, open, places, rowOfColumn, vectorBytes, least)
      const owner = load<i32>(rowOfColumn + ((<usize>column) << 2))
      if (owner == -1) sink = column
      else row = owner
      store<i64>(open + ((<usize>column) << 3), 0)
      store<i32>(scannedColumns + ((<usize>scanned) << 2), column)
      scanned++
      const place = load<i32>(places + ((<usize>column) << 2))
      const last = load<i32>(remaining + ((<usize>--left) << 2))
      store<i32>(remaining + ((<usize>place) << 2), last)
      store<i32>(places + ((<usize>last) << 2), place)
    }
    raise(rowPotential, start, least)
    for (let index: i32 = 1; index < scanned; index++) {
      const scannedRow = load<i32>(scannedRows + ((<usize>index) << 2))
      const column = load<i32>(columnOfRow + ((<usize>scannedRow) << 2))
      raise(rowPotential, scannedRow, least - load<f64>(shortest + ((<usize>column) << 3)))
    }
    for (let index: i32 = 0; index < scanned; index++) {
      const column = load<i32>(scannedColumns + ((<usize>index) << 2))
      raise(columnPotential, column, -(least - load<f64>(shortest + ((<usize>column) << 3))))
    }
    for (let column = sink; ; ) {
      const owner = <i32>load<i64>(rowBefore + ((<usize>column) << 3))
      store<i32>(rowOfColumn + ((<usize>column) << 2), owner)
      const next = load<i32>(columnOfRow + ((<usize>owner) << 2))
      store<i32>(columnOfRow + ((<usize>owner) << 2), column)
      if (owner == start) break
      column = next
    }
  }
}

// @ts-ignore: decorator
@inline
function raise(potentials: usize, index: i32, by: f64): void {
  const at = potentials + ((<usize>index) << 3)
  store<f64>(at, load<f64>(at) + by)
}

// Of the equally near columns the last free one in the list, since it ends the search; else the first.
function chooseNearest(
  shortest: usize,
  open: usize,
  places: usize,
  rowOfColumn: usize,
  vectorBytes: usize,
  least: f64,
): i32 {
  const wanted = f64x2.splat(least)
  let free: i32 = -1
  let freePlace: i32 = -1
  let first: i32 = -1
  let firstPlace: i32 = i32.MAX_VALUE
  for (let at: usize = 0; at < vectorBytes; at += 16) {
    let found = i64x2.bitmask(v128.and(f64x2.eq(v128.load(shortest + at), wanted), v128.load(open + at)))
    while (found) {
      const column = <i32>(at >> 3) + ctz(found)
      const place = load<i32>(places + ((<usize>column) << 2))
      if (load<i32>(rowOfColumn + ((<usize>column) << 2)) == -1) {
        if (place > freePlace) {
          freePlace = place
          free = column
        }
      } else if (place < firstPlace) {
        firstPlace = place
        first = column
      }
      found &= found - 1
    }
  }
  return free >= 0 ? free : first
}
