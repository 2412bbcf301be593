import type { DataTable, TableValue } from '../charts/figure.ts'
import { shownRows, type PaperTable } from './table.ts'

/** RFC 4180 with line feeds, in full precision; an undefined number is an empty cell. */
export function formatCsv({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('')
}

function csvCell(value: TableValue): string {
  const text = value === null ? '' : String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A table of GitHub-flavoured Markdown under its caption. */
export function formatMarkdown(table: PaperTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`
  const headings = table.shown.map(({ heading }) => heading)
  return [
    `**Table ${table.number}.** ${escapeMarkdown(table.caption)}`,
    '',
    line(headings),
    `| ${numericColumns(table)
      .map((isNumeric) => (isNumeric ? '---:' : '---'))
      .join(' | ')} |`,
    ...shownRows(table).map(line),
    '',
  ].join('\n')
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, (sign) => `\\${sign}`).replaceAll('\n', ' ')
}

const latexSigns: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\ensuremath{<}',
  '>': '\\ensuremath{>}',
  '±': '\\ensuremath{\\pm}',
  '−': '\\ensuremath{-}',
  '×': '\\ensuremath{\\times}',
  α: '\\ensuremath{\\alpha}',
  '–': '--',
  '“': '``',
  '”': "''",
  '’': "'",
  '…': '\\ldots{}',
}

/** A floating table with booktabs' rules; compiles under `\usepackage{booktabs}` and any engine that reads UTF-8. */
export function formatLatex(table: PaperTable): string {
  const alignment = numericColumns(table).map((isNumeric) => (isNumeric ? 'r' : 'l'))
  const line = (cells: readonly string[]): string => `    ${cells.map(escapeLatex).join(' & ')} \\\\`
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(table.caption)}}`,
    `  \\begin{tabular}{${alignment.join('')}}`,
    '    \\toprule',
    line(table.shown.map(({ heading }) => heading)),
    '    \\midrule',
    ...shownRows(table).map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}

function escapeLatex(text: string): string {
  return text.replace(/[\\{}$&#%_^~<>±−×α–“”’…]/g, (sign) => latexSigns[sign] ?? sign).replaceAll('\n', ' ')
}

/** Which shown columns hold numbers; those are set flush right. */
export function numericColumns({ rows, shown }: PaperTable): boolean[] {
  return shown.map(
    ({ column }) =>
      rows.some((row) => typeof row[column] === 'number') && rows.every((row) => typeof row[column] !== 'string'),
  )
}
