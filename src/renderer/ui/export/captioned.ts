import { text, type Drawing } from '../../../shared/charts/drawing.ts'
import { lightPalette } from '../../../shared/charts/palette.ts'

const size = 11
const lineHeight = 15
const margin = 12

/** A drawing with its caption under it. */
export function addCaption({ width, height, shapes }: Drawing, caption: string): Drawing {
  const lines = wrapText(caption, Math.floor((width - 2 * margin) / (size * 0.52)))
  const texts = lines.map((line, place) =>
    text({ x: margin, y: height + (place + 1) * lineHeight, size, text: line, fill: lightPalette.quiet }),
  )
  return { width, height: height + lines.length * lineHeight + margin, shapes: [...shapes, ...texts] }
}

/** Lines of at most `length` characters, broken at spaces. */
function wrapText(long: string, length: number): string[] {
  const lines: string[] = []
  for (const word of long.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
