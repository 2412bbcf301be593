import { printTable, type DataTable } from './table.ts'

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
  '<': '\\ensuremath{<}',
  '>': '\\ensuremath{>}',
  '±': '\\ensuremath{\\pm}',
  '−': '\\ensuremath{-}',
  '×': '\\ensuremath{\\times}',
  '₂': '\\ensuremath{_2}',
  Δ: '\\ensuremath{\\Delta}',
  α: '\\ensuremath{\\alpha}',
  '–': '--',
  '“': '``',
  '”': "''",
  '’': "'",
  '…': '\\ldots{}',
}
const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A floating table with booktabs' rules; compiles under `\usepackage{booktabs}` and any engine that reads UTF-8. */
export function formatLatex(table: DataTable, caption: string): string {
  const { headings, cells, numeric } = printTable(table)
  const line = (texts: readonly string[]): string => `    ${texts.map(escapeText).join(' & ')} \\\\`
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeText(caption)}}`,
    `  \\begin{tabular}{${numeric.map((isNumeric) => (isNumeric ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(headings),
    '    \\midrule',
    ...cells.map(line),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}

function escapeText(text: string): string {
  return text
    .replace(/[\\{}$&#%_^~<>±−×₂Δα–“”’…]/g, (sign) => signs[sign] ?? sign)
    .replace(/[⁻⁰¹²³⁴-⁹]+/g, (power) => `\\ensuremath{^{${power.replace(/./g, lower)}}}`)
    .replace(/\r?\n/g, ' ')
}

function lower(digit: string): string {
  return digit === '⁻' ? '-' : String(raised.indexOf(digit))
}
