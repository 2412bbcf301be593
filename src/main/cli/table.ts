/** A cell: text goes left, numbers go right; null is shown as a dash. */
export type Cell = string | number | null

/** Aligned plain-text columns under a heading. Numbers come as given: format them first where digits matter. */
export function renderTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const text = rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))))
  const right = headings.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column] ?? null)))
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...text.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '─'.repeat(width))), ...text.map(line)].join('\n')
}

function isNumeric(cell: Cell): boolean {
  return cell === null || typeof cell === 'number' || /^[<−-]?[\d.]+(e[−+-]?\d+)?( ?[%×])?$/.test(cell)
}

/** A number with fixed digits, with a true minus sign; null stays null. */
export function fixed(value: number | null, digits: number): string | null {
  return value === null ? null : value.toFixed(digits).replace(/^-/, '−')
}

/** A p value. */
export function probability(value: number | null): string | null {
  if (value === null) return null
  return value < 0.0001 ? value.toExponential(1).replace('e-', 'e−') : value.toFixed(4)
}

/** 1.2 GiB */
export function describeBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
