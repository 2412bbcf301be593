import { describe, expect, it } from 'vitest'
import { writeSvg } from '../../../src/shared/charts/write-svg.ts'
import { noCell, type Drawing } from '../../../src/shared/charts/drawing.ts'
import { kernelColours } from '../../../src/shared/charts/kernel-colours.ts'
import { drawSheet, planSheet } from '../../../src/shared/charts/kernel-sheet.ts'
import { buildMatchDrawing, placeKind, sumPlaces, tabulateMatch } from '../../../src/shared/charts/match-figure.ts'
import { lightPalette } from '../../../src/shared/charts/palette.ts'
import { buildKernelDrawing, summariseKernels, tabulateKernels } from '../../../src/shared/charts/ticket-kernels.ts'
import type { KernelSigns, MatchedLayer } from '../../../src/shared/comparison.ts'

const colours = kernelColours('red-blue', lightPalette)
const label = { id: 't1', kind: 'winning', dataset: 'a <b> & "c"', trial: 2, round: 3 } as const
/** One filter of two kernels: the first has + at position 0 and − at 8, the second nothing. */
const signs = Int8Array.from([1, 0, 0, 0, 0, 0, 0, 0, -1, ...new Array<number>(9).fill(0)])
const kernels: KernelSigns = { layer: 'conv1', filters: 1, channels: 2, tickets: [label], signs }

describe('kernels', () => {
  it('are laid out filter by filter, inside the sheet', () => {
    const layout = planSheet(5, 3, 200, 7)
    const sheet = drawSheet(new Int8Array(5 * 27), 3, layout, { x: 0, y: 0 }, colours)
    expect(layout).toMatchObject({ perRow: 2, kernelsPerRow: 3 })
    expect(sheet.xs).toHaveLength(15)
    expect(Math.max(...sheet.xs) + 21).toBeLessThanOrEqual(layout.width)
    expect(Math.max(...sheet.ys) + 21).toBeLessThanOrEqual(layout.height)
    expect(layout.width).toBeLessThanOrEqual(200)
    // The third filter begins the second row.
    expect(sheet.xs[6]).toBe(sheet.xs[0])
    expect(sheet.ys[6]).toBeGreaterThan(sheet.ys[0] ?? 0)
  })

  it('fill their rows alike', () => {
    // Five filters would fit beside each other, eleven channels too.
    expect(planSheet(16, 3, 400, 7)).toMatchObject({ perRow: 4, kernelsPerRow: 3 })
    expect(planSheet(1, 16, 250, 6)).toMatchObject({ perRow: 1, kernelsPerRow: 8 })
    expect(planSheet(1, 1, 5, 6)).toMatchObject({ perRow: 1, kernelsPerRow: 1 })
  })

  it('are written as SVG, names literally', () => {
    const svg = writeSvg(buildKernelDrawing(kernels, 400, colours, lightPalette), 'kernels', '')
    expect(svg).toContain('a &lt;b&gt; &amp; &quot;c&quot; 2 W, round 3')
    expect(svg).toMatch(new RegExp(`fill="${colours.positive}" d="M2 19h7v7h-7z"`))
    expect(svg).toMatch(new RegExp(`fill="${colours.negative}" d="M16 33h7v7h-7z"`))
  })

  it('have other colours for their signs, and pruned places that suit a dark page', () => {
    const safe = kernelColours('orange-blue', lightPalette)
    expect([safe.positive, safe.negative]).not.toEqual([colours.positive, colours.negative])
    expect(colours.pruned).toBe('#ffffff')
    expect(kernelColours('red-blue', { ...lightPalette, surface: '#15191f' }).pruned).not.toBe('#ffffff')
  })

  it('are summed up and tabulated', () => {
    expect(summariseKernels(kernels)).toBe(
      'conv1: 1 filter of 2 kernels in 1 ticket; 1 positive, 1 negative, 16 pruned weights.',
    )
    expect(tabulateKernels(kernels).rows).toEqual([
      ['t1', 1, 1, '+.......-'],
      ['t1', 1, 2, '.........'],
    ])
  })
})

describe('cells', () => {
  it('are one path a colour, and leave gaps', () => {
    const drawing: Drawing = {
      width: 20,
      height: 20,
      shapes: [
        {
          kind: 'cells',
          x: 0,
          y: 0,
          size: 10,
          columns: 2,
          colours: ['#000000', '#ff0000'],
          levels: Uint8Array.of(0, 1, noCell, 0),
        },
      ],
    }
    const svg = writeSvg(drawing, 'cells', '')
    expect(svg).toContain('<path fill="#000000" d="M0 0h10v10h-10zM10 10h10v10h-10z"/>')
    expect(svg).toContain('<path fill="#ff0000" d="M10 0h10v10h-10z"/>')
  })
})

const layer: MatchedLayer = {
  ...{ name: 'conv1', kind: 'conv', units: 2, inputs: 9, distance: 0.5 },
  assignment: Int32Array.of(1, 0),
  unitDistances: Float64Array.of(0.25, 0.75),
  shared: Int32Array.of(1, 2),
  onlyFirst: Int32Array.of(3, 0),
  onlySecond: Int32Array.of(0, 1),
  flipped: Int32Array.of(1, 0),
  filters: {
    channels: 1,
    first: new Int8Array(18).fill(1),
    second: Int8Array.from({ length: 18 }, (_, place) => (place < 9 ? -1 : 1)),
  },
}

describe('a match', () => {
  it('tells how a place agrees', () => {
    expect([
      placeKind(1, 1),
      placeKind(-1, -1),
      placeKind(1, -1),
      placeKind(1, 0),
      placeKind(0, -1),
      placeKind(0, 0),
    ]).toEqual([...['shared', 'shared', 'flipped', 'onlyFirst', 'onlySecond'], null])
  })
  it('is counted and tabulated from 1', () => {
    expect(sumPlaces(layer)).toMatchObject({ shared: 3, onlyFirst: 3, onlySecond: 1, flipped: 1 })
    expect(tabulateMatch(layer).rows).toEqual([
      [1, 2, 0.25, 1, 3, 0, 1],
      [2, 1, 0.75, 2, 0, 1, 0],
    ])
  })
  it('draws the chosen filters, each with three sheets and a mark for each place', () => {
    const drawing = buildMatchDrawing(layer, [0, 1], 1, 600, colours, lightPalette)
    const texts = drawing.shapes.filter((shape) => shape.kind === 'text')
    expect(texts.map(({ text, bold }) => [text, bold])).toEqual([
      ['1 ↔ 2   0.250', false],
      ['2 ↔ 1   0.750', true],
    ])
    expect(drawing.shapes.filter(({ kind }) => kind === 'kernels')).toHaveLength(6)
    expect(drawing.shapes.filter(({ kind }) => kind === 'rect')).toHaveLength(18)
    expect(drawing.width).toBeLessThanOrEqual(600)
  })
})
