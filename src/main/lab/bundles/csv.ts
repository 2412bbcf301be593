import { bundleError } from './failures.ts'

/**
 * Goes through RFC 4180 as bundles have it, with line feeds, row by row; a null was written as an empty cell.
 * @throws LabError `bundle.invalid` for other columns, ragged rows or open quotes
 */
export function* parseCsv(text: string, columns: readonly string[], place: string): Generator<string[]> {
  // Bounded: a cell without end would exhaust the matcher's stack.
  const cell = /(?:"((?:[^"]|""){0,4096})"|([^",\n\r]{0,4096}))(,|\n)/y
  let line = 1
  let row: string[] = []
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    if (!found) throw bundleError(`${place}: line ${line}`, 'is not CSV')
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (row.length > columns.length)
      throw bundleError(`${place}: line ${line}`, `has more than ${columns.length} cells`)
    if (found[3] !== '\n') continue
    if (row.length !== columns.length)
      throw bundleError(`${place}: line ${line}`, `has ${row.length} cells, not ${columns.length}`)
    if (line > 1) yield row
    else if (row.join() !== columns.join()) throw bundleError(place, `its columns are not ${columns.join()}`)
    line++
    row = []
  }
  if (row.length > 0) throw bundleError(place, 'its last line has no end')
  if (line === 1) throw bundleError(place, 'is empty')
}

/** @throws LabError `bundle.invalid` when a cell is no finite number in that range */
export function numberCell(cell: string | undefined, least: number, most: number, place: string): number {
  const value = Number(cell)
  if (cell === undefined || !/^-?\d/.test(cell) || !(value >= least && value <= most))
    throw bundleError(place, `"${cell ?? ''}" is no number from ${least} to ${most}`)
  return value
}
