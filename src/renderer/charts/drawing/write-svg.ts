import type { CellsShape, Drawing, KernelsShape, Shape, TextShape } from './drawing.ts'

/** A drawing as a standalone SVG on its background. */
export function writeSvg({ width, height, shapes }: Drawing, background: string): string {
  const back = `<rect width="${width}" height="${height}" fill="${background}"/>`
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
  return `${head}${back}${shapes.map(writeShape).join('')}</svg>`
}

function writeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, stroke, strokeWidth } = shape
      const edge = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth ?? 1}"`
      return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill ?? 'none'}"${edge}/>`
    }
    case 'text':
      return writeText(shape)
    case 'line': {
      const corners = Array.from({ length: shape.points.length / 2 }, (_, corner) =>
        shape.points.slice(2 * corner, 2 * corner + 2).join(','),
      )
      return `<polyline points="${corners.join(' ')}" fill="none" stroke="${shape.stroke}" stroke-width="${shape.strokeWidth}"/>`
    }
    case 'cells':
      return writeCells(shape)
    case 'kernels':
      return writeKernels(shape)
  }
}

function writeText({ x, y, text, fill, size, align, bold }: TextShape): string {
  const weight = bold ? ' font-weight="600"' : ''
  return `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" text-anchor="${align ?? 'start'}"${weight} fill="${fill}">${escapeXml(text)}</text>`
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

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
