import { roundForPrint, type DataTable, type Value } from './data-table.ts'

const signs: Record<string, string> = {
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
  '±': '\\ensuremath{\\pm}',
  '−': '\\ensuremath{-}',
  '×': '\\ensuremath{\\times}',
  Δ: '\\ensuremath{\\Delta}',
  α: '\\ensuremath{\\alpha}',
}

/** A floating table with booktabs' rules and its caption; compiles with `\usepackage{booktabs}`. */
export function formatLatex({ columns, rows }: DataTable, caption: string): string {
  const alignment = columns.map((_, place) => (rows.some((row) => typeof row[place] === 'number') ? 'r' : 'l'))
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeText(caption.replaceAll('\n', ' '))}}`,
    `  \\begin{tabular}{${alignment.join('')}}`,
    '    \\toprule',
    line(columns.map(escapeText)),
    '    \\midrule',
    ...rows.map((row) => line(row.map(formatCell))),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}

function formatCell(value: Value): string {
  if (value === null) return '--'
  return typeof value === 'number' ? escapeText(roundForPrint(value).replaceAll('-', '−')) : escapeText(value)
}

function escapeText(text: string): string {
  return text.replace(/[\\{}$&#%_^~±−×Δα]/g, (sign) => signs[sign] ?? sign)
}
