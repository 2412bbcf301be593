import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { setPdf } from '../../src/main/lab/bundles/index.ts'
import { drawingSchema } from '../../src/shared/charts/drawing-schema.ts'
import { noCell, type Drawing } from '../../src/shared/charts/drawing.ts'

const drawing: Drawing = {
  width: 200,
  height: 100,
  shapes: [
    { kind: 'rect', x: 1, y: 2, width: 30, height: 40, fill: '#ff0000', opacity: 0.5, data: { n: 3, p: null } },
    { kind: 'text', x: 10, y: 20, text: 'NNSTD± 1 ↔ 2', fill: '#1b2430', size: 11, align: 'end', rotate: -90 },
    { kind: 'line', points: [0, 0, 10, 10], stroke: '#00ff00', strokeWidth: 2 },
    {
      ...{ kind: 'path', d: 'M1 0A1 1 0 1 1 1 -0.1Z', transform: [3, 0, 0, 3, 50, 60] },
      ...{ fill: '#0000ff', stroke: '#0000ff', dash: [4, 2], strokeOpacity: 0.5 },
    },
    {
      ...{ kind: 'cells', x: 5, y: 6, size: 4, columns: 2, colours: ['#010203', '#040506'] },
      levels: Uint8Array.of(0, 1, noCell, 1),
    },
    {
      ...{ kind: 'kernels', xs: Float32Array.of(60), ys: Float32Array.of(70), cell: 3 },
      signs: Int8Array.of(1, 0, 0, 0, -1, -1, 0, 0, 0),
      colours: { positive: '#d7261e', negative: '#2b5fc4', pruned: '#ffffff', edge: '#8a94a3' },
    },
  ],
}

/** What the page's content says, as text. */
function contentOf(pdf: Uint8Array): string {
  const text = Buffer.from(pdf).toString('latin1')
  const [, length, start] = /\/Length (\d+)\n\/Filter \/FlateDecode\n>>\nstream\n()/d.exec(text) ?? []
  if (length === undefined || start === undefined) throw new Error('the page has no content')
  const from = text.indexOf('stream\n', text.indexOf('/FlateDecode')) + 7
  return inflateSync(pdf.subarray(from, from + Number(length))).toString('latin1')
}

describe('setPdf', () => {
  it('draws every kind of shape, on a page of the drawing’s size', async () => {
    const pdf = await setPdf(drawing, 'a (figure)')
    expect(Buffer.from(pdf).toString('latin1')).toContain('/MediaBox [0 0 150 75]')
    const content = contentOf(pdf)
    expect(content).toContain('1 2 30 40 re')
    expect(content).toContain('[4 2] 0 d')
    expect(content).toContain('3 0 0 3 50 60 cm')
    // Of the first colour one cell, of the second two; the kernel's frame, one positive and two negative weights.
    for (const place of ['5 6 4 4', '9 6 4 4', '9 10 4 4', '60 70 9 9', '60 70 3 3', '63 73 3 3', '66 73 3 3'])
      expect(content, place).toContain(`${place} re`)
    expect(content.match(/ re$/gm)).toHaveLength(8)
  })

  it('has the same bytes the second time', async () => {
    expect(await setPdf(drawing, 'a')).toEqual(await setPdf(drawing, 'a'))
  })
})

describe('a drawing from another process', () => {
  it('is taken as it is, and refused with what no drawing has', () => {
    expect(drawingSchema.parse(drawing)).toEqual(drawing)
    const [rect] = drawing.shapes
    for (const wrong of [
      { ...drawing, width: Infinity },
      { ...drawing, shapes: [{ ...rect, x: NaN }] },
      { ...drawing, shapes: [{ ...rect, kind: 'script' }] },
      { ...drawing, shapes: [{ ...rect, href: 'file:///etc/passwd' }] },
    ])
      expect(drawingSchema.safeParse(wrong).success).toBe(false)
  })
})
