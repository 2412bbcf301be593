import type { DataTable, Value } from './data-table.ts'

/** RFC 4180, after the caption in lines that begin with `#`. Numbers keep all their digits; undefined ones are empty. */
export function formatCsv({ columns, rows }: DataTable, caption: string): string {
  const comments = caption.split('\n').map((line) => `# ${line}`)
  const lines = [columns, ...rows].map((row) => row.map(formatField).join(','))
  return [...comments, ...lines, ''].join('\r\n')
}

function formatField(value: Value): string {
  if (value === null) return ''
  // A spreadsheet takes a text that begins so for a formula.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
