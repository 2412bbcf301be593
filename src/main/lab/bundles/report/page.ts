import type { Drawing } from '../../../../shared/charts/drawing.ts'
import type { Figure } from '../../../../shared/charts/figure.ts'
import { escapeXml, writeSvg } from '../../../../shared/charts/write-svg.ts'
import type { PaperTable } from '../../../../shared/tables/table.ts'

type PageFigure = Pick<Figure, 'number' | 'title'> & { caption: string; drawing: Drawing }
type PageTable = PaperTable & { caption: string }

export interface PageContent {
  title: string
  methods: string
  /** The exact spec, as JSON. */
  spec: string
  command: string
  figures: readonly PageFigure[]
  tables: readonly PageTable[]
  /** Figures that the study cannot have, and why. */
  missing: readonly string[]
}

const style = `
body { font: 15px/1.5 Inter, 'Noto Sans', 'Liberation Sans', Arial, sans-serif; color: #1b2430; max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.25; }
figure { margin: 2.5rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption, caption { color: #3d4754; text-align: left; font-size: 14px; margin-top: .5rem; }
caption { caption-side: bottom; }
.scroll { overflow-x: auto; margin: 2.5rem 0; }
table { border-collapse: collapse; font-size: 13px; border-top: 2px solid #1b2430; border-bottom: 2px solid #1b2430; }
thead { border-bottom: 1px solid #1b2430; }
th, td { padding: 3px 10px; text-align: left; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: #f2f4f7; padding: .8rem 1rem; overflow-x: auto; font-size: 13px; }
`

/** The whole report as one page without scripts, which needs nothing beside it. */
export function renderPage(content: PageContent): string {
  const { title, methods, spec, command, figures, tables, missing } = content
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeXml(title)}</h1>`,
    '<h2>Methods</h2>',
    ...methods.split('\n\n').map((paragraph) => `<p>${escapeXml(paragraph)}</p>`),
    '<h2>Figures</h2>',
    ...figures.map(renderFigure),
    ...missing.map((why) => `<p>${escapeXml(why)}</p>`),
    '<h2>Tables</h2>',
    ...tables.map(renderTable),
    '<h2>Reproduce</h2>',
    '<p>The same spec on the same build and device gives the same bytes.</p>',
    `<pre>${escapeXml(command)}</pre>`,
    '<p>spec.json:</p>',
    `<pre>${escapeXml(spec)}</pre>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function renderFigure({ number, title, caption, drawing }: PageFigure): string {
  return [
    `<figure id="figure-${number}">`,
    writeSvg(drawing, `Figure ${number}: ${title}`, caption),
    `<figcaption><b>Figure ${number}.</b> ${escapeXml(caption)}</figcaption>`,
    '</figure>',
  ].join('\n')
}

function renderTable({ number, caption, headings, cells, numeric }: PageTable): string {
  const side = numeric.map((isNumeric) => (isNumeric ? ' class="number"' : ''))
  const row = (texts: readonly string[], tag: string): string =>
    `<tr>${texts.map((text, column) => `<${tag}${side[column] ?? ''}>${escapeXml(text)}</${tag}>`).join('')}</tr>`
  return [
    `<div class="scroll" id="table-${number}">`,
    '<table>',
    `<caption><b>Table ${number}.</b> ${escapeXml(caption)}</caption>`,
    `<thead>${row(headings, 'th')}</thead>`,
    '<tbody>',
    ...cells.map((texts) => row(texts, 'td')),
    '</tbody>',
    '</table>',
    '</div>',
  ].join('\n')
}
