/**
 * The assignment of least total cost of a square matrix: Crouse (2016), shortest augmenting paths, rows in order, no
 * initial reduction. Among equally good assignments it gives the one that `scipy.optimize.linear_sum_assignment` does,
 * because with alignment `propagate` the choice changes later layers.
 * @param costs (row, column), float64, finite @param size rows = columns
 * @returns for each row its column
 */
export function assign(costs: Float64Array, size: number): Int32Array {
  const rowPotential = new Float64Array(size)
  const columnPotential = new Float64Array(size)
  const shortest = new Float64Array(size) // least cost of a path to each column, in this augmentation
  const rowBefore = new Int32Array(size).fill(-1) // the row from which that path reaches the column
  const columnOfRow = new Int32Array(size).fill(-1)
  const rowOfColumn = new Int32Array(size).fill(-1)
  const scannedRows = new Int32Array(size)
  const scannedColumns = new Uint8Array(size)
  const remaining = new Int32Array(size) // columns that are not scanned yet

  for (let start = 0; start < size; start++) {
    // Columns stand in reverse order, as in scipy: this decides ties.
    for (let index = 0; index < size; index++) remaining[index] = size - index - 1
    shortest.fill(Infinity)
    scannedColumns.fill(0)
    let left = size
    let scanned = 0
    let row = start
    let least = 0
    let sink = -1
    while (sink === -1) {
      scannedRows[scanned++] = row
      let chosen = -1
      let lowest = Infinity
      const offset = row * size
      for (let index = 0; index < left; index++) {
        const column = remaining[index] ?? 0
        const reduced =
          least + (costs[offset + column] ?? 0) - (rowPotential[row] ?? 0) - (columnPotential[column] ?? 0)
        let path = shortest[column] ?? 0
        if (reduced < path) {
          path = reduced
          shortest[column] = reduced
          rowBefore[column] = row
        }
        // Of equally near columns a free one is taken, since it ends the search.
        if (path < lowest || (path === lowest && rowOfColumn[column] === -1)) {
          lowest = path
          chosen = index
        }
      }
      least = lowest
      const column = remaining[chosen] ?? 0
      if (rowOfColumn[column] === -1) sink = column
      else row = rowOfColumn[column] ?? 0
      scannedColumns[column] = 1
      remaining[chosen] = remaining[--left] ?? 0
    }
    rowPotential[start] = (rowPotential[start] ?? 0) + least
    for (let index = 1; index < scanned; index++) {
      const scannedRow = scannedRows[index] ?? 0
      rowPotential[scannedRow] =
        (rowPotential[scannedRow] ?? 0) + (least - (shortest[columnOfRow[scannedRow] ?? 0] ?? 0))
    }
    for (let column = 0; column < size; column++) {
      if (scannedColumns[column] === 1) {
        columnPotential[column] = (columnPotential[column] ?? 0) - (least - (shortest[column] ?? 0))
      }
    }
    for (let column = sink; ;) {
      const from = rowBefore[column] ?? 0
      rowOfColumn[column] = from
      const next = columnOfRow[from] ?? -1
      columnOfRow[from] = column
      if (from === start) break
      column = next
    }
  }
  return columnOfRow
}
