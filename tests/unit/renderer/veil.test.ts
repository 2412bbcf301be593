import { describe, expect, it } from 'vitest'
import { paintVeil, placePixels } from '../../../src/renderer/features/compare/veil.ts'
import { placeConditions } from '../../../src/shared/charts/conditions.ts'

const palette = { surface: '#ffffff', text: '#010203' }
const veiled = 0x9e_ff_ff_ff
const lit = 0xff_03_02_01
const slots = placeConditions(['random'])
const size = { width: 40, height: 120 }
/** From places on the axes to pixels: the first condition's middle stands at 20, a distance of 0 at 40. */
const place = { x0: 20 - 10 * (slots.at[0] ?? 0), y0: 40, xScale: 10, yScale: -10, ...size }
const middle = slots.at[0] ?? 0
const points = { slots, xs: Float64Array.of(middle, middle, middle - 100), ys: Float64Array.of(0, 0.6, 0) }

describe('the veil', () => {
  it('hides the plot but for a square of each lit pair, frame after frame', () => {
    const image = { data: new Uint8ClampedArray(4 * size.width * size.height) }
    const pixels = new Uint32Array(image.data.buffer)
    const at = (x: number, y: number): number => pixels[y * size.width + x] ?? 0
    const places = placePixels(size, place, points, 1, palette)
    paintVeil(image, places, Uint8Array.of(1, 0, 1))
    expect([at(18, 38), at(19, 39), at(20, 40), at(21, 41), at(22, 40)]).toEqual([veiled, lit, lit, lit, veiled])
    expect(at(20, 34)).toBe(veiled)
    expect(at(20, 10)).toBe(0)
    expect(pixels.filter((pixel) => pixel === lit)).toHaveLength(9)
    paintVeil(image, places, Uint8Array.of(0, 1, 0))
    expect([at(20, 40), at(20, 34)]).toEqual([veiled, lit])
  })
  it('keeps to whole pixels of finer screens', () => {
    const { size: side, corners } = placePixels({ width: 80, height: 240 }, place, points, 2, palette)
    expect(side).toBe(6)
    expect(corners[0]).toBe(77 * 80 + 37)
    expect(corners[2]).toBe(-1)
  })
})
