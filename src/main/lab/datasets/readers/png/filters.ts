import { PngError } from './png-error.ts'

/**
 * Undoes the filter that each row begins with.
 * @param filtered (row, filter + byte)
 * @param pixelBytes distance to the pixel before, at least 1
 * @returns (row, byte)
 */
export function undoFilters(filtered: Uint8Array, height: number, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = new Uint8Array(height * rowBytes)
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (rowBytes + 1)] ?? 0
    const from = row * (rowBytes + 1) + 1
    const to = row * rowBytes
    if (filter > 4) throw new PngError(`row ${row} has filter ${filter}, which PNG does not have`)
    if (filter === 0) {
      rows.set(filtered.subarray(from, from + rowBytes), to)
      continue
    }
    for (let index = 0; index < rowBytes; index++) {
      const left = index >= pixelBytes ? (rows[to + index - pixelBytes] ?? 0) : 0
      const above = row > 0 ? (rows[to + index - rowBytes] ?? 0) : 0
      let predicted = left
      if (filter === 2) predicted = above
      else if (filter === 3) predicted = (left + above) >> 1
      else if (filter === 4) {
        const corner = row > 0 && index >= pixelBytes ? (rows[to + index - rowBytes - pixelBytes] ?? 0) : 0
        predicted = paeth(left, above, corner)
      }
      rows[to + index] = (filtered[from + index] ?? 0) + predicted
    }
  }
  return rows
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const toLeft = Math.abs(estimate - left)
  const toAbove = Math.abs(estimate - above)
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}
