import { describe, expect, it } from 'vitest'
import { drawSvg } from '../../../../src/renderer/charts/draw-svg.ts'
import { lightPalette } from '../../../../src/renderer/charts/palette.ts'
import { buildRoundOption } from '../../../../src/renderer/charts/rounds.ts'
import { addCaption, sizeOf } from '../../../../src/renderer/ui/export/svg.ts'

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

describe('drawSvg', () => {
  it('draws a chart without a page, with names shown literally', () => {
    const svg = drawSvg(buildRoundOption({ study, measure: 'accuracy', lit: null }, lightPalette), 600, 300)
    expect(sizeOf(svg)).toEqual({ width: 600, height: 300 })
    expect(svg).toContain('Test accuracy')
    expect(svg).toContain('&lt;b&gt;&amp;')
    expect(svg).not.toContain('<b>')
  })
})

describe('addCaption', () => {
  it('stands under the drawing, in its description, and makes room for itself', () => {
    const svg = addCaption('<svg width="200" height="100"></svg>', 'T & U', 'one two three four five six seven eight')
    expect(svg).toContain('<title>T &amp; U</title>')
    expect(svg).toContain('<desc>one two three')
    expect(svg.match(/<text/g)?.length).toBe(2)
    expect(sizeOf(svg)).toEqual({ width: 200, height: 142 })
  })
  it('refuses a drawing without a size', () => {
    expect(() => addCaption('<svg></svg>', 't', 'c')).toThrow('width and height')
  })
})
