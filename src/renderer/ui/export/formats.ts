import { formatCsv } from './csv.ts'
import type { DataTable } from './data-table.ts'
import { formatLatex } from './latex.ts'
import { formatMarkdown } from './markdown.ts'
import { drawPng } from './png.ts'
import { addCaption } from './svg.ts'

/** Something shown that can be saved. */
export interface Exportable {
  /** The figure's or table's name. */
  title: string
  caption: string
  data: () => DataTable
  /** The drawing in light colours, for a figure. */
  svg?: () => string
}

export interface ExportFormat {
  name: string
  extension: string
  make: (shown: Exportable) => string | Promise<Uint8Array<ArrayBuffer>>
}

const drawing = ({ svg, title, caption }: Exportable): string => addCaption(svg?.() ?? '', title, caption)

const csv: ExportFormat = {
  name: 'CSV',
  extension: 'csv',
  make: ({ data, caption }) => formatCsv(data(), caption),
}

export const figureFormats: readonly ExportFormat[] = [
  { name: 'SVG', extension: 'svg', make: drawing },
  { name: 'PNG', extension: 'png', make: (shown) => drawPng(drawing(shown)) },
  { ...csv, name: 'Data as CSV' },
]

export const tableFormats: readonly ExportFormat[] = [
  csv,
  { name: 'Markdown', extension: 'md', make: ({ data, caption }) => formatMarkdown(data(), caption) },
  { name: 'LaTeX', extension: 'tex', make: ({ data, caption }) => formatLatex(data(), caption) },
]

/** A file's name from a title: letters and digits of any script, joined by hyphens. */
export function fileName(title: string, extension: string): string {
  const words = title.toLocaleLowerCase('en').match(/[\p{L}\p{N}±]+/gu) ?? ['ticketscope']
  return `${words.join('-').slice(0, 120)}.${extension}`
}
