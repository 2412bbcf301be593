import { describe, expect, it } from 'vitest'
import { drawSvg } from '../../../../src/renderer/charts/draw-svg.ts'
import { lightPalette } from '../../../../src/renderer/charts/palette.ts'
import { readSvg } from '../../../../src/renderer/charts/read-svg.ts'
import { addCaption } from '../../../../src/renderer/ui/export/captioned.ts'
import { fileName } from '../../../../src/renderer/ui/export/formats.ts'
import { writeSvg } from '../../../../src/shared/charts/write-svg.ts'
import { buildRoundOption } from '../../../../src/renderer/charts/rounds.ts'

const study = {
  density: [1, 0.5],
  spec: { datasets: [{ name: '<b>&"' }], training: { epochs: 1 }, pruning: { rounds: 1 } },
  metrics: [1, 2].map((round) => {
    return {
      dataset: '<b>&"',
      trial: 1,
      kind: 'winning' as const,
      round,
      epoch: 1,
      loss: 1,
      accuracy: 0.5 + round / 10,
    }
  }),
}

describe('drawSvg, read as a drawing', () => {
  const drawing = readSvg(drawSvg(buildRoundOption({ study, measure: 'accuracy', lit: null }, lightPalette), 600, 300))
  const texts = drawing.shapes.filter((shape) => shape.kind === 'text')
  const paths = drawing.shapes.filter((shape) => shape.kind === 'path')

  it('has its size, its texts literally, turned and aligned as they were', () => {
    expect(drawing).toMatchObject({ width: 600, height: 300 })
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['Test accuracy (%)', '<b>&"', '60']))
    const axis = texts.find(({ text }) => text === 'Test accuracy (%)')
    expect(axis).toMatchObject({ rotate: -90, align: 'middle', size: 12, fill: lightPalette.quiet })
    expect(texts.find(({ text }) => text === '60')).toMatchObject({ align: 'end' })
  })

  it('has the lines and points in their colours, and nothing invisible', () => {
    const [colour] = lightPalette.series
    expect(paths.filter(({ stroke, strokeWidth }) => stroke === colour && strokeWidth === 2).length).toBeGreaterThan(0)
    expect(paths.filter(({ fill, transform }) => fill === colour && transform).length).toBeGreaterThanOrEqual(2)
    expect(paths.every(({ fill, stroke }) => fill !== undefined || stroke !== undefined)).toBe(true)
    expect(paths.flatMap(({ fill, stroke }) => [fill, stroke]).join(' ')).not.toMatch(/rgb|none/)
  })

  it('is written again with names escaped', () => {
    const svg = writeSvg(drawing, 'T & U', 'one')
    expect(svg).toContain('&lt;b&gt;&amp;')
    expect(svg).not.toContain('<b>')
    expect(svg).toContain('<title>T &amp; U</title>')
    expect(svg).toContain('<desc>one</desc>')
  })
})

describe('addCaption', () => {
  it('stands under the drawing and makes room for itself', () => {
    const drawing = addCaption({ width: 200, height: 100, shapes: [] }, 'one two three four five six seven eight')
    expect(drawing.shapes.map((shape) => (shape.kind === 'text' ? [shape.text, shape.y] : null))).toEqual([
      ['one two three four five six', 115],
      ['seven eight', 130],
    ])
    expect(drawing).toMatchObject({ width: 200, height: 142 })
  })
})

describe('fileName', () => {
  it('never leaves the folder that is chosen', () => {
    expect(fileName('NNSTD± by ../../condition', 'svg')).toBe('nnstd±-by-condition.svg')
    expect(fileName('///', 'csv')).toBe('ticketscope.csv')
  })
})
