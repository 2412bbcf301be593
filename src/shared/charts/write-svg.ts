import type { Drawing, Shape, ShapeData } from './drawing.ts'

const fontFamily = "Inter, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

/** A drawing as a standalone SVG. @param title its accessible name @param description what it shows, in words */
export function writeSvg({ width, height, shapes }: Drawing, title: string, description: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(fontFamily)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...shapes.map(writeShape),
    '</svg>',
    '',
  ].join('\n')
}

function writeShape(shape: Shape): string {
  const data = writeData(shape.data)
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, stroke, strokeWidth = 1, opacity } = shape
      const edge = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth}"`
      const veil = opacity === undefined ? '' : ` fill-opacity="${opacity}"`
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill ?? 'none'}"${veil}${edge}${data}/>`
    }
    case 'text': {
      const { x, y, size, align = 'start', bold, rotate, fill } = shape
      const weight = bold ? ' font-weight="600"' : ''
      const turn = rotate === undefined ? '' : ` transform="rotate(${rotate} ${round(x)} ${round(y)})"`
      return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${align}"${weight}${turn} fill="${fill}"${data}>${escapeXml(shape.text)}</text>`
    }
    case 'line': {
      const corners = Array.from({ length: shape.points.length / 2 }, (_, corner) =>
        shape.points
          .slice(2 * corner, 2 * corner + 2)
          .map(round)
          .join(),
      )
      return `<polyline points="${corners.join(' ')}" fill="none" stroke="${shape.stroke}" stroke-width="${shape.strokeWidth}"${data}/>`
    }
    default:
      return shape satisfies never
  }
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
