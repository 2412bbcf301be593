import { describe, expect, it } from 'vitest'
import { noCell } from '../../../src/shared/charts/drawing.ts'
import { writeSvg } from '../../../src/shared/charts/write-svg.ts'
import { scaleColour } from '../../../src/shared/charts/colour-scale.ts'
import { lightPalette, palettes } from '../../../src/renderer/charts/palette.ts'
import {
  buildMatrixDrawing,
  matrixLayout,
  summariseMatrix,
  tabulateMatrix,
} from '../../../src/renderer/charts/ticket-matrix.ts'
import type { TicketMatrix } from '../../../src/shared/comparison.ts'
import { columns } from '../shared/comparison-columns.ts'

/** Tickets 0, 1 and 4 of the columns; 0.7 between the first two, 0.9 and 0.8 to the third. */
const matrix: TicketMatrix = {
  ...{ metric: 'nnstd-signed', layer: 'overall', alignment: 'propagate', signs: 'initial', positiveWeight: 0.5 },
  tickets: columns.tickets.filter((_, ticket) => [0, 1, 4].includes(ticket)),
  values: Float64Array.of(NaN, 0.7, 0.9, 0.7, NaN, 0.8, 0.9, 0.8, NaN),
  order: Int32Array.of(2, 0, 1),
  merges: [
    { first: 0, second: 1, height: 0.7 },
    { first: 2, second: 3, height: 0.85 },
  ],
}
const view = (lit: Uint8Array | null, isLitPair = (_a: number, _b: number) => true) => ({
  ...{ matrix, order: matrix.order, isClustered: true, lit, isLitPair },
  datasets: ['fashion', 'digits'],
})
const cellsOf = (drawing: ReturnType<typeof buildMatrixDrawing>) =>
  drawing.shapes.find((shape) => shape.kind === 'cells')?.levels

describe('the matrix', () => {
  it('has a cell for every two tickets in order, and a gap where there is no distance', () => {
    const levels = cellsOf(buildMatrixDrawing(view(null), 500, lightPalette))
    // Rows digits, fashion 1, fashion 2; nearest is level 0, furthest 19.
    expect(levels && [...levels]).toEqual([noCell, 19, 10, 19, noCell, 0, 10, 0, noCell])
  })
  it('fades what is not selected', () => {
    const isLitPair = (a: number, b: number): boolean => a + b === 1
    const levels = cellsOf(buildMatrixDrawing(view(Uint8Array.of(1, 1, 0), isLitPair), 500, lightPalette))
    expect(levels && [...levels]).toEqual([noCell, 39, 30, 39, noCell, 0, 30, 0, noCell])
  })
  it('fits its width, with names as long as they can be read', () => {
    expect(matrixLayout(24, 530)).toMatchObject({ isNamed: true, cell: 17 })
    expect(matrixLayout(330, 530)).toMatchObject({ isNamed: false, cell: 2 })
    expect(buildMatrixDrawing(view(null), 500, lightPalette).width).toBeLessThanOrEqual(500)
  })
  it('is hatched where nothing is compared, and says so, in every theme unlike each distance', () => {
    for (const palette of Object.values(palettes)) {
      const { shapes } = buildMatrixDrawing(view(null), 500, palette)
      const cells = shapes.findIndex(({ kind }) => kind === 'cells')
      const [ground, hatch] = shapes.slice(0, cells)
      const { left, top, cell } = matrixLayout(3, 500)
      expect(ground).toEqual({
        ...{ kind: 'rect', x: left, y: top, width: 3 * cell, height: 3 * cell },
        fill: palette.surface,
      })
      expect(hatch).toMatchObject({ kind: 'path', stroke: palette.quiet })
      expect(shapes).toContainEqual(expect.objectContaining({ text: 'not compared: same initial weights' }))
      for (const level of [0, 0.25, 0.5, 0.75, 1]) expect(scaleColour(level)).not.toBe(palette.quiet)
    }
  })
  it('names the datasets by the colours of their tickets, in as many rows as the width takes', () => {
    const named = { ...view(null), datasets: ['fashion', 'digits', 'a set with a name that goes on and on', 'svhn'] }
    const drawing = buildMatrixDrawing(named, 500, lightPalette)
    const texts = drawing.shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : []))
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['fashion W, R', 'digits W, R', 'a set with a name that … W, R', 'svhn W, R']),
    )
    for (const { x, y, text } of texts.filter(({ align }) => align === undefined)) {
      expect(x + text.length * 5).toBeLessThanOrEqual(drawing.width)
      expect(y).toBeLessThanOrEqual(drawing.height)
    }
  })
  it('draws the tree above the columns, and the legend', () => {
    const svg = writeSvg(buildMatrixDrawing(view(null), 500, lightPalette), 'matrix', '')
    expect(svg.match(/<polyline/g)).toHaveLength(2)
    expect(svg).toContain('digits 1 W')
    expect(svg).toContain('0.900   NNSTD±, all layers')
    expect(svg).not.toContain('NaN')
  })
  it('is summed up and tabulated in order', () => {
    expect(summariseMatrix(matrix)).toContain(
      'Nearest: fashion 1 W and fashion 2 W (0.700); furthest: fashion 1 W and digits 1 W (0.900)',
    )
    expect(tabulateMatrix(matrix, matrix.order).rows[0]).toEqual(['digits 1 W digits-1-winning', null, 0.9, 0.8])
  })
})
