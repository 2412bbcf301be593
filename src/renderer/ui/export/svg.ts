/** A drawing's size in pixels. */
interface Size {
  width: number
  height: number
}

const captionSize = 11
const lineHeight = 15
const margin = 12

/** Puts the caption under a drawing and into its title and description. The drawing has a width and a height. */
export function addCaption(svg: string, title: string, caption: string): string {
  const { width, height } = sizeOf(svg)
  const lines = wrapText(caption, Math.floor((width - 2 * margin) / (captionSize * 0.5)))
  const full = height + lines.length * lineHeight + margin
  const texts = lines.map(
    (line, place) =>
      `<text x="${margin}" y="${height + (place + 1) * lineHeight}" font-family="sans-serif" font-size="${captionSize}" fill="#55606f">${escapeXml(line)}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${full}" viewBox="0 0 ${width} ${full}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(caption)}</desc>`,
    `<rect width="${width}" height="${full}" fill="#ffffff"/>`,
    svg.replace(/^<\?xml[^>]*\?>/, ''),
    ...texts,
    '</svg>',
    '',
  ].join('\n')
}

/** @throws when the drawing does not say its size */
export function sizeOf(svg: string): Size {
  const [, tag = ''] = /<svg([^>]*)>/.exec(svg) ?? []
  const width = Number(/\bwidth="([\d.]+)/.exec(tag)?.[1])
  const height = Number(/\bheight="([\d.]+)/.exec(tag)?.[1])
  if (!(width > 0 && height > 0)) throw new Error('a drawing must say its width and height in pixels')
  return { width, height }
}

/** Lines of at most `length` characters, broken at spaces. */
function wrapText(text: string, length: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
