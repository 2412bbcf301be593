import { roundForPrint, type DataTable, type Value } from './data-table.ts'

/** A GitHub table, its numbers to the right, under the caption. */
export function formatMarkdown({ columns, rows }: DataTable, caption: string): string {
  const isNumber = columns.map((_, place) => rows.some((row) => typeof row[place] === 'number'))
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    escapeText(caption).replaceAll('\n', ' '),
    '',
    line(columns.map(escapeText)),
    line(isNumber.map((right) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(formatCell))),
    '',
  ].join('\n')
}

function formatCell(value: Value): string {
  return value === null ? '–' : escapeText(typeof value === 'number' ? roundForPrint(value) : value)
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, ' ')
}
