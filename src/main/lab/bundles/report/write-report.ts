import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WrittenReport } from '../../../../shared/bundles.ts'
import { writeSvg } from '../../../../shared/charts/write-svg.ts'
import { formatCsv, formatLatex, formatMarkdown } from '../../../../shared/tables/formats.ts'
import type { StudyRecord } from '../../store/studies.ts'
import { removeWritten, requireGoing, type TransferControl } from '../control.ts'
import { collectFigures, collectTables, type ReportSource } from './collect.ts'
import { describeMethods } from './methods.ts'
import { renderPage } from './page.ts'
import { writePdf } from './pdf.ts'
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
  try {
    await writeFiles(source, study, folder, files, control)
  } catch (thrown) {
    const folders = ['figures', 'tables', ''].map((part) => join(folder, part))
    if (control.signal?.aborted)
      await removeWritten(
        files.map((name) => join(folder, name)),
        folders,
      )
    throw thrown
  }
  return { path: folder, files }
}

/** @param files takes the name of each file that is written */
async function writeFiles(
  source: ReportSource,
  study: StudyRecord,
  folder: string,
  files: string[],
  control: TransferControl,
): Promise<void> {
  const figures = collectFigures(source)
  const tables = collectTables(source)
  const place = (name: string): string => {
    files.push(name)
    return join(folder, name)
  }
  for (const part of ['figures', 'tables']) await mkdir(join(folder, part), { recursive: true })
  for (const [index, figure] of figures.entries()) {
    requireGoing(control, folder)
    const name = `figures/figure-${figure.number}`
    const title = `Figure ${figure.number}: ${figure.title}`
    await writeFile(place(`${name}.svg`), writeSvg(figure.drawing, title, figure.caption))
    await writePdf(figure.drawing, title, place(`${name}.pdf`))
    await writeFile(place(`${name}.png`), await drawPng(figure.drawing))
    await writeFile(place(`${name}.csv`), formatCsv(figure.data))
    control.progress?.('write', index + 1, figures.length)
  }
  for (const table of tables) {
    const name = `tables/table-${table.number}`
    await writeFile(place(`${name}.csv`), formatCsv(table))
    await writeFile(place(`${name}.md`), formatMarkdown(table))
    await writeFile(place(`${name}.tex`), formatLatex(table))
  }
  const spec = `${JSON.stringify(study.spec, null, 2)}\n`
  const methods = describeMethods({ plan: source.plan, study })
  const reproduce = `${command} ${quote(study.name)} --out report\n`
  await writeFile(place('spec.json'), spec)
  await writeFile(place('methods.md'), `${methods}\n`)
  await writeFile(place('reproduce.sh'), reproduce)
  const missing = source.patterns ? [] : ['Figures 2 to 6 and A.5 to A.8 show convolutions; this network has none.']
  const title = `${study.name}: lottery tickets compared`
  const page = renderPage({ title, methods, spec, command: reproduce, figures, tables, missing })
  await writeFile(place('index.html'), page)
}

/** For a POSIX shell. */
function quote(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
