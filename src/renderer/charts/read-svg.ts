import type { Drawing, PathShape, Shape, TextShape } from '../../shared/charts/drawing.ts'

/**
 * The drawing that a chart's SVG holds, as echarts writes it (see draw-svg.ts), so that it is exported like any other.
 * Only paths, polygons, polylines, rectangles, circles and texts are read; what is invisible is left out.
 */
export function readSvg(svg: string): Drawing {
  const shapes: Shape[] = []
  let size = { width: 0, height: 0 }
  let hidden = 0
  for (const [, close, tag = '', attributes = '', , content = ''] of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>([^<]*)/g,
  )) {
    if (tag === 'defs' || tag === 'style') hidden += close ? -1 : 1
    if (close || hidden > 0) continue
    const read = readAttributes(attributes)
    if (tag === 'svg') size = { width: Number(read['width']), height: Number(read['height']) }
    else if (tag === 'text') shapes.push(readText(read, content))
    else {
      const d = outlineOf(tag, read)
      const path = d === undefined ? null : readPath(d, read)
      if (path) shapes.push(path)
    }
  }
  return { ...size, shapes }
}

type Attributes = Readonly<Record<string, string | undefined>>

function readAttributes(text: string): Attributes {
  return Object.fromEntries(
    Array.from(text.matchAll(/([\w:-]+)="([^"]*)"/g), ([, name = '', value = '']) => [name, unescapeXml(value)]),
  )
}

function unescapeXml(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '')
}

function outlineOf(
  tag: string,
  { d, points, x = '0', y = '0', width, height, cx, cy, r }: Attributes,
): string | undefined {
  if (tag === 'path') return d
  if (tag === 'polygon' || tag === 'polyline') return `M${points ?? ''}${tag === 'polygon' ? 'Z' : ''}`
  if (tag === 'circle')
    return `M${cx} ${cy}m-${r} 0a${r} ${r} 0 1 0 ${2 * Number(r)} 0a${r} ${r} 0 1 0 -${2 * Number(r)} 0Z`
  return tag === 'rect' ? `M${x} ${y}h${width}v${height}h-${width}Z` : undefined
}

/** Null for what shows nothing. */
function readPath(d: string, attributes: Attributes): PathShape | null {
  const opacity = Number(attributes['fill-opacity'] ?? 1)
  const strokeOpacity = Number(attributes['stroke-opacity'] ?? 1)
  const strokeWidth = Number(attributes['stroke-width'] ?? 1)
  const fill = opacity > 0 ? readColour(attributes['fill'] ?? '#000000') : undefined
  const stroke = strokeOpacity > 0 && strokeWidth > 0 ? readColour(attributes['stroke'] ?? 'none') : undefined
  if (fill === undefined && stroke === undefined) return null
  const dash = attributes['stroke-dasharray']?.split(/[ ,]+/).map(Number)
  const transform = readTransform(attributes['transform'])
  return { kind: 'path', d, fill, stroke, strokeWidth, dash, opacity, strokeOpacity, transform }
}

const aligns: Record<string, TextShape['align']> = { start: 'start', middle: 'middle', end: 'end' }

function readText(attributes: Attributes, content: string): TextShape {
  const style = attributes['style'] ?? ''
  const size = Number(/font-size:([\d.]+)px/.exec(style)?.[1] ?? 12)
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = readTransform(attributes['transform']) ?? []
  const x = Number(attributes['x'] ?? 0)
  // Letters stand on their baseline here, and around their middle there.
  const y = Number(attributes['y'] ?? 0) + (attributes['dominant-baseline'] === 'central' ? size * 0.36 : 0)
  const turn = (Math.atan2(b, a) * 180) / Math.PI
  return {
    ...{ kind: 'text', x: a * x + c * y + e, y: b * x + d * y + f, size, text: unescapeXml(content) },
    fill: readColour(attributes['fill'] ?? '#000000') ?? '#000000',
    align: aligns[attributes['text-anchor'] ?? 'start'],
    bold: /font-weight:(bold|[6-9]00)/.test(style),
    ...(turn !== 0 && { rotate: turn }),
  }
}

/** `translate(x y)` and `matrix(…)`, alone: echarts writes no other. */
function readTransform(text: string | undefined): number[] | undefined {
  const [, kind, list = ''] = /^(\w+)\(([^)]*)\)$/.exec(text ?? '') ?? []
  const numbers = list.split(/[ ,]+/).map(Number)
  if (kind === 'matrix') return numbers
  return kind === 'translate' ? [1, 0, 0, 1, ...numbers] : undefined
}

/** `#rrggbb`; undefined for `none`. */
function readColour(colour: string): string | undefined {
  const channels = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(colour)
  if (channels) {
    const hex = channels.slice(1).map((channel) => Number(channel).toString(16).padStart(2, '0'))
    return `#${hex.join('')}`
  }
  const short = /^#(.)(.)(.)$/.exec(colour)
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`
  return colour === 'none' || colour === 'transparent' ? undefined : colour
}
