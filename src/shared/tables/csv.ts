import type { DataTable, TableValue } from './table.ts'

/**
 * RFC 4180 with line feeds. Numbers keep all their digits; undefined ones are empty.
 * @param caption comes first, in lines that begin with `#`: for a person, who may open it as a spreadsheet. Without,
 * for programs, texts stay as they are.
 */
export function formatCsv({ columns, rows }: DataTable, caption?: string): string {
  const comments = caption === undefined ? [] : caption.split('\n').map((line) => `# ${line}`)
  return [
    ...comments,
    ...[columns, ...rows].map((row) => row.map((value) => formatField(value, caption !== undefined)).join(',')),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

/** What a spreadsheet would take for a formula. Kernels, such as `+-.......`, are none: they hold nothing to compute. */
const formula = /^[=@\t\r]|^[+-](?![+.-]*$)/

function formatField(value: TableValue, isForPerson: boolean): string {
  if (value === null) return ''
  const text = isForPerson && typeof value === 'string' && formula.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
