import { bundleError } from './failures.ts'

/**
 * Reads RFC 4180 as bundles have it, with line feeds; a null was written as an empty cell.
 * @throws LabError `bundle.invalid` for other columns, ragged rows or open quotes
 */
export function parseCsv(text: string, columns: readonly string[], place: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\n)/y
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    if (!found) throw bundleError(`${place}: line ${rows.length + 1}`, 'is not CSV')
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] !== '\n') continue
    if (row.length !== columns.length)
      throw bundleError(`${place}: line ${rows.length + 1}`, `has ${row.length} cells, not ${columns.length}`)
    rows.push(row)
    row = []
  }
  if (row.length > 0) throw bundleError(place, 'its last line has no end')
  if (rows[0]?.join() !== columns.join()) throw bundleError(place, `its columns are not ${columns.join()}`)
  return rows.slice(1)
}

/** @throws LabError `bundle.invalid` when a cell is no finite number in that range */
export function numberCell(cell: string | undefined, least: number, most: number, place: string): number {
  const value = Number(cell)
  if (cell === undefined || !/^-?\d/.test(cell) || !(value >= least && value <= most))
    throw bundleError(place, `"${cell ?? ''}" is no number from ${least} to ${most}`)
  return value
}
