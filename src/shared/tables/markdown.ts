import { printTable, type DataTable } from './table.ts'

/** A table of GitHub-flavoured Markdown, its numbers flush right, under its caption. @param label such as `Table 1` */
export function formatMarkdown(table: DataTable, caption: string, label?: string): string {
  const { headings, cells, numeric } = printTable(table)
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`
  return [
    `${label === undefined ? '' : `**${label}.** `}${escapeText(caption)}`,
    '',
    line(headings.map(escapeText)),
    line(numeric.map((isNumeric) => (isNumeric ? '---:' : '---'))),
    ...cells.map((row) => line(row.map(escapeText))),
    '',
  ].join('\n')
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, ' ')
}
