import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WrittenReport } from '../../../../shared/bundles.ts'
import { buildCaption } from '../../../../shared/caption.ts'
import { paperStyle } from '../../../../shared/charts/paper-style.ts'
import { writeSvg } from '../../../../shared/charts/write-svg.ts'
import { formatCsv } from '../../../../shared/tables/csv.ts'
import { formatLatex } from '../../../../shared/tables/latex.ts'
import { formatMarkdown } from '../../../../shared/tables/markdown.ts'
import type { StudyRecord } from '../../store/studies.ts'
import { version } from '../../version.ts'
import { removeWritten, requireGoing, type TransferControl } from '../control.ts'
import { collectFigures, collectTables, type ReportSource } from './collect.ts'
import { describeMethods } from './methods.ts'
import { renderPage } from './page.ts'
import { setPdf } from './pdf.ts'
import { drawPng } from './png.ts'

const command = 'ticketscope study run spec.json && ticketscope report'

/**
 * Writes every figure (SVG, PDF, PNG, and its data as CSV) and table (CSV, Markdown, LaTeX), the methods, the spec and a
 * page with all of it. Nothing in it tells when or where it was made: the same study gives the same bytes.
 * @throws LabError `interrupted`; what was written is taken away again then
 */
export async function writeReport(
  source: ReportSource,
  study: StudyRecord,
  folder: string,
  control: TransferControl = {},
): Promise<WrittenReport> {
  const files: string[] = []
  const put = async (name: string, content: string | Uint8Array): Promise<void> => {
    requireGoing(control, folder)
    await writeFile(join(folder, name), content)
    files.push(name)
  }
  try {
    await writeFiles(source, study, folder, put, control)
  } catch (thrown) {
    if (control.signal?.aborted) {
      const written = files.map((name) => join(folder, name))
      await removeWritten(
        written,
        [...parts, ''].map((part) => join(folder, part)),
      )
    }
    throw thrown
  }
  return { path: folder, files }
}

const parts = ['figures', 'tables']

async function writeFiles(
  source: ReportSource,
  study: StudyRecord,
  folder: string,
  put: (name: string, content: string | Uint8Array) => Promise<void>,
  control: TransferControl,
): Promise<void> {
  const captionOf = ({ shows, n, test }: { shows: string; n?: string; test?: string }): string =>
    buildCaption(
      {
        shows,
        ...(n !== undefined && { n }),
        ...(test !== undefined && { test }),
        study: study.name,
        seed: study.spec.seed,
      },
      version,
    )
  const figures = collectFigures(source).map((figure) => ({
    ...figure,
    caption: captionOf(figure),
    drawing: figure.draw(paperStyle),
  }))
  const tables = collectTables(source).map((table) => ({ ...table, caption: captionOf(table) }))
  for (const part of parts) await mkdir(join(folder, part), { recursive: true })
  for (const [index, { number, title, caption, drawing, tabulate }] of figures.entries()) {
    const name = `figures/figure-${number}`
    const label = `Figure ${number}: ${title}`
    await put(`${name}.svg`, writeSvg(drawing, label, caption))
    await put(`${name}.pdf`, await setPdf(drawing, label))
    await put(`${name}.png`, await drawPng(drawing))
    await put(`${name}.csv`, formatCsv(tabulate()))
    control.progress?.('write', index + 1, figures.length)
  }
  for (const table of tables) {
    const name = `tables/table-${table.number}`
    await put(`${name}.csv`, formatCsv(table))
    await put(`${name}.md`, formatMarkdown(table, table.caption, `Table ${table.number}`))
    await put(`${name}.tex`, formatLatex(table, table.caption))
  }
  const spec = `${JSON.stringify(study.spec, null, 2)}\n`
  const methods = describeMethods({ plan: source.plan, study })
  const reproduce = `${command} ${quote(study.name)} --out report\n`
  await put('spec.json', spec)
  await put('methods.md', `${methods}\n`)
  await put('reproduce.sh', reproduce)
  const missing = source.patterns ? [] : ['Figures 2 to 6 and A.5 to A.8 show convolutions; this network has none.']
  const title = `${study.name}: lottery tickets compared`
  const page = renderPage({ title, methods, spec, command: reproduce, figures, tables, missing })
  await put('index.html', page)
}

/** For a POSIX shell. */
function quote(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
