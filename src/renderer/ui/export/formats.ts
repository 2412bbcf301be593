import type { Drawing } from '../../../shared/charts/drawing.ts'
import { writeSvg } from '../../../shared/charts/write-svg.ts'
import { formatCsv } from '../../../shared/tables/csv.ts'
import { formatLatex } from '../../../shared/tables/latex.ts'
import { formatMarkdown } from '../../../shared/tables/markdown.ts'
import type { DataTable } from '../../../shared/tables/table.ts'
import { addCaption } from './captioned.ts'
import { makePdf } from './pdf.ts'
import { drawPng } from './png.ts'

/** Something shown that can be saved. */
export interface Exportable {
  /** The figure's or table's name. */
  title: string
  caption: string
  data: () => DataTable
  /** In light colours, for a figure. */
  drawing?: () => Drawing
}

export interface ExportFormat {
  name: string
  extension: string
  make: (shown: Exportable) => string | Promise<string | Uint8Array<ArrayBuffer>>
}

const empty: Drawing = { width: 0, height: 0, shapes: [] }
const captioned = ({ drawing, caption }: Exportable): Drawing => addCaption(drawing?.() ?? empty, caption)

const csv: ExportFormat = {
  name: 'CSV',
  extension: 'csv',
  make: ({ data, caption }) => formatCsv(data(), caption),
}

export const figureFormats: readonly ExportFormat[] = [
  { name: 'SVG', extension: 'svg', make: (shown) => writeSvg(captioned(shown), shown.title, shown.caption) },
  { name: 'PNG', extension: 'png', make: (shown) => drawPng(captioned(shown)) },
  { name: 'PDF', extension: 'pdf', make: (shown) => makePdf(captioned(shown), shown.title) },
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
