import type { CellsShape, Drawing, KernelsShape, PathShape, RectShape, Shape, ShapeData, TextShape } from './drawing.ts'

const fontFamily = "Inter, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

/** A drawing as a standalone SVG on white. @param title its accessible name @param description what it shows, in words */
export function writeSvg({ width, height, shapes }: Drawing, title: string, description: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="img" font-family="${escapeXml(fontFamily)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    `<rect width="${round(width)}" height="${round(height)}" fill="#ffffff"/>`,
    ...shapes.map(writeShape),
    '</svg>',
    '',
  ].join('\n')
}

function writeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return writeRect(shape)
    case 'text':
      return writeText(shape)
    case 'line': {
      const corners = Array.from({ length: shape.points.length / 2 }, (_, corner) =>
        shape.points
          .slice(2 * corner, 2 * corner + 2)
          .map(round)
          .join(),
      )
      return `<polyline points="${corners.join(' ')}" fill="none" stroke="${shape.stroke}" stroke-width="${shape.strokeWidth}"/>`
    }
    case 'path':
      return writePath(shape)
    case 'cells':
      return writeCells(shape)
    case 'kernels':
      return writeKernels(shape)
    default:
      return shape satisfies never
  }
}

function writeRect({ x, y, width, height, fill, stroke, strokeWidth = 1, opacity, data }: RectShape): string {
  const edge = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth}"`
  const veil = opacity === undefined ? '' : ` fill-opacity="${round(opacity)}"`
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill ?? 'none'}"${veil}${edge}${writeData(data)}/>`
}

function writeText({ x, y, text, size, align = 'start', bold, rotate, fill }: TextShape): string {
  const weight = bold ? ' font-weight="600"' : ''
  const turn = rotate === undefined ? '' : ` transform="rotate(${rotate} ${round(x)} ${round(y)})"`
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${align}"${weight}${turn} fill="${fill}">${escapeXml(text)}</text>`
}

function writePath({ d, transform, fill, stroke, strokeWidth = 1, dash, opacity, strokeOpacity }: PathShape): string {
  const edge = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth}"`
  const gaps = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`
  const veil = opacity === undefined ? '' : ` fill-opacity="${round(opacity)}"`
  const thin = strokeOpacity === undefined ? '' : ` stroke-opacity="${round(strokeOpacity)}"`
  const move = transform === undefined ? '' : ` transform="matrix(${transform.join(' ')})"`
  return `<path d="${d}" fill="${fill ?? 'none'}"${veil}${edge}${thin}${gaps}${move}/>`
}

/** One path for each colour: a large matrix stays a small file. */
function writeCells({ x, y, size, columns, colours, levels }: CellsShape): string {
  return colours
    .map((colour, wanted) => {
      let path = ''
      levels.forEach((level, place) => {
        if (level === wanted) path += square(x + (place % columns) * size, y + Math.floor(place / columns) * size, size)
      })
      return path === '' ? '' : `<path fill="${colour}" d="${path}"/>`
    })
    .join('')
}

function writeKernels({ xs, ys, cell, signs, colours }: KernelsShape): string {
  let frames = ''
  let positive = ''
  let negative = ''
  xs.forEach((x, kernel) => {
    const y = ys[kernel] ?? 0
    frames += square(x, y, 3 * cell)
    for (let position = 0; position < 9; position++) {
      const sign = signs[kernel * 9 + position] ?? 0
      const drawn = square(x + (position % 3) * cell, y + Math.floor(position / 3) * cell, cell)
      if (sign > 0) positive += drawn
      if (sign < 0) negative += drawn
    }
  })
  return (
    `<path fill="${colours.pruned}" stroke="${colours.edge}" d="${frames}"/>` +
    `<path fill="${colours.positive}" d="${positive}"/><path fill="${colours.negative}" d="${negative}"/>`
  )
}

function square(x: number, y: number, size: number): string {
  return `M${round(x)} ${round(y)}h${round(size)}v${round(size)}h${round(-size)}z`
}

function writeData(data: ShapeData = {}): string {
  return Object.entries(data)
    .map(([name, value]) => ` data-${name}="${value === null ? '' : escapeXml(String(value))}"`)
    .join('')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
