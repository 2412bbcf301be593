import { describe, expect, it } from 'vitest'
import { lightPalette } from '../../../src/shared/charts/palette.ts'
import {
  layersFigure,
  overviewFigure,
  panelFigure,
  sharedLayersFigure,
} from '../../../src/shared/charts/distance-figures.ts'
import type { Drawing, Shape } from '../../../src/shared/charts/drawing.ts'
import { paperStyle } from '../../../src/shared/charts/paper-style.ts'
import type { DistanceColumns } from '../../../src/shared/comparison.ts'
import { columns } from './comparison-columns.ts'

/** The same with three layers, so that there is something to lay out. */
const deep: DistanceColumns = {
  ...columns,
  layers: ['overall', 'conv1', 'dense1', 'output'],
  values: {
    nnstd: Float64Array.from({ length: 24 }, (_, place) => 0.1 + place / 100),
    'nnstd-signed': Float64Array.from({ length: 24 }, (_, place) => 0.2 + place / 100),
  },
}
const boxesOf = ({ shapes }: Drawing) =>
  shapes.flatMap((shape: Shape) => (shape.kind === 'rect' && shape.data && 'median' in shape.data ? [shape] : []))

describe('figure 1', () => {
  it('has both metrics, every condition in its colour, and its numbers', () => {
    const figure = overviewFigure(columns)
    const boxes = boxesOf(figure.draw(paperStyle))
    expect(boxes.map(({ stroke }) => stroke)).toEqual([
      ...Object.values(lightPalette.conditions),
      ...Object.values(lightPalette.conditions),
    ])
    expect(boxes[5]?.data).toMatchObject({ metric: 'nnstd-signed', condition: 'mixed fashion', n: 2, mean: 0.81 })
    expect(figure.n).toBe('n: winning fashion 1, mixed fashion 2, random 1, between fashion digits 2 pairs')
    expect(figure.shows).toContain('Alignment propagate, signs of the initial weights')
    expect(figure.tabulate().rows[1]).toEqual([
      ...['nnstd', 'overall', 'mixed fashion', 'fashion winning 1', 'fashion random 2', 0.5],
    ])
  })

  it('can be one panel, as violins over every pair', () => {
    const { shapes } = panelFigure(columns, 'nnstd', 'conv1', 'violin').draw(paperStyle)
    expect(shapes.filter(({ kind }) => kind === 'path')).toHaveLength(4)
    const points = shapes.filter((shape) => shape.kind === 'rect' && shape.opacity === 0.45)
    expect(points).toHaveLength(columns.condition.length)
  })
})

describe('figures A.1 to A.4', () => {
  it('have every layer on one scale, or each on its own', () => {
    const tops = (drawing: Drawing) => boxesOf(drawing).map(({ y }) => Math.round(y))
    const shared = sharedLayersFigure(deep, 'nnstd-signed')
    const own = layersFigure(deep, 'nnstd')
    expect([shared.number, own.number]).toEqual(['A.1', 'A.4'])
    expect([sharedLayersFigure(deep, 'nnstd').number, layersFigure(deep, 'nnstd-signed').number]).toEqual([
      'A.3',
      'A.2',
    ])
    const [first = 0, , , , second = 0] = tops(shared.draw(paperStyle))
    expect(first).toBeGreaterThan(second + 20)
    const [a, , , , b] = tops(own.draw(paperStyle))
    expect(a).toBe(b)
  })

  it.each([200, 360, 720, 1400])('stay inside a drawing made for %i pixels', (width) => {
    for (const build of [sharedLayersFigure, layersFigure]) {
      const drawing = build(deep, 'nnstd').draw({ ...paperStyle, width })
      expect(drawing.width).toBeLessThanOrEqual(Math.max(width, 340))
      for (const shape of drawing.shapes) {
        if (shape.kind !== 'rect' && shape.kind !== 'text') continue
        expect(shape.x).toBeGreaterThanOrEqual(0)
        expect(shape.x).toBeLessThanOrEqual(drawing.width)
        expect(shape.y).toBeLessThanOrEqual(drawing.height)
      }
    }
  })
})
