// The one-dimensional transforms of Winograd's F(4, 3) with the points 0, ±1, ±2 and ∞ (Lavin & Gray 2016), eight channels or
// filters at a time: lower-case names hold the lower four, upper-case ones the higher four, side by side so that V8 can join
// them. Each reads a line of pairs of vectors `fromStep` bytes apart and writes one `toStep` bytes apart.

// Read from memory, as V8 makes a constant anew in several steps wherever it is used.
const constants = memory.data<f32>([2, 4, 8, 1 / 4, 1 / 6, 1 / 12, 1 / 24, -1 / 6], 16)
const two: usize = 0
const four: usize = 4
const eight: usize = 8
const quarter: usize = 12
const sixth: usize = 16
const twelfth: usize = 20
const twentyFourth: usize = 24
const minusSixth: usize = 28

// @ts-ignore: decorator
@inline
function constant(offset: usize): v128 {
  return v128.load32_splat(constants + offset)
}

// Higher half first: the other way round V8 stores the lower one and then both.
// @ts-ignore: decorator
@inline
function put(to: usize, low: v128, high: v128): void {
  v128.store(to, high, 16)
  v128.store(to, low, 0)
}

// Steps between the vectors of a line in scratch memory, read from memory as well: a step that the compiler knows it folds into
// the address of one half and not of the other, and V8 no longer joins them.
const steps = memory.data<u32>([32, 96, 128, 192], 16)

// @ts-ignore: decorator
@inline
export function step32(): usize {
  return load<u32>(steps, 0)
}

// @ts-ignore: decorator
@inline
export function step96(): usize {
  return load<u32>(steps, 4)
}

// @ts-ignore: decorator
@inline
export function step128(): usize {
  return load<u32>(steps, 8)
}

// @ts-ignore: decorator
@inline
export function step192(): usize {
  return load<u32>(steps, 12)
}

/** Bᵀd: 6 inputs → 6 */
// @ts-ignore: decorator
@inline
export function transformInput(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const by4 = constant(four)
  const by2 = constant(two)
  const d0 = v128.load(from, 0)
  const D0 = v128.load(from, 16)
  const d1 = v128.load(from + fromStep, 0)
  const D1 = v128.load(from + fromStep, 16)
  const d2 = v128.load(from + 2 * fromStep, 0)
  const D2 = v128.load(from + 2 * fromStep, 16)
  const d3 = v128.load(from + 3 * fromStep, 0)
  const D3 = v128.load(from + 3 * fromStep, 16)
  const d4 = v128.load(from + 4 * fromStep, 0)
  const D4 = v128.load(from + 4 * fromStep, 16)
  const d5 = v128.load(from + 5 * fromStep, 0)
  const D5 = v128.load(from + 5 * fromStep, 16)
  const even = f32x4.relaxed_nmadd(by4, d2, d4)
  const Even = f32x4.relaxed_nmadd(by4, D2, D4)
  const odd = f32x4.relaxed_nmadd(by4, d1, d3)
  const Odd = f32x4.relaxed_nmadd(by4, D1, D3)
  const near = f32x4.sub(d4, d2)
  const Near = f32x4.sub(D4, D2)
  const far = f32x4.sub(d3, d1)
  const Far = f32x4.sub(D3, D1)
  put(to, f32x4.relaxed_madd(by4, f32x4.sub(d0, d2), near), f32x4.relaxed_madd(by4, f32x4.sub(D0, D2), Near))
  put(to + toStep, f32x4.add(even, odd), f32x4.add(Even, Odd))
  put(to + 2 * toStep, f32x4.sub(even, odd), f32x4.sub(Even, Odd))
  put(to + 3 * toStep, f32x4.relaxed_madd(by2, far, near), f32x4.relaxed_madd(by2, Far, Near))
  put(to + 4 * toStep, f32x4.relaxed_nmadd(by2, far, near), f32x4.relaxed_nmadd(by2, Far, Near))
  put(to + 5 * toStep, f32x4.relaxed_nmadd(by4, far, f32x4.sub(d5, d3)), f32x4.relaxed_nmadd(by4, Far, f32x4.sub(D5, D3)))
}

/** A·y: 4 gradients → 6 */
// @ts-ignore: decorator
@inline
export function transformGradient(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const by4 = constant(four)
  const by2 = constant(two)
  const y0 = v128.load(from, 0)
  const Y0 = v128.load(from, 16)
  const y1 = v128.load(from + fromStep, 0)
  const Y1 = v128.load(from + fromStep, 16)
  const y2 = v128.load(from + 2 * fromStep, 0)
  const Y2 = v128.load(from + 2 * fromStep, 16)
  const y3 = v128.load(from + 3 * fromStep, 0)
  const Y3 = v128.load(from + 3 * fromStep, 16)
  const even1 = f32x4.add(y0, y2)
  const Even1 = f32x4.add(Y0, Y2)
  const odd1 = f32x4.add(y1, y3)
  const Odd1 = f32x4.add(Y1, Y3)
  const even2 = f32x4.relaxed_madd(by4, y2, y0)
  const Even2 = f32x4.relaxed_madd(by4, Y2, Y0)
  const odd2 = f32x4.relaxed_madd(by4, y3, y1)
  const Odd2 = f32x4.relaxed_madd(by4, Y3, Y1)
  put(to, y0, Y0)
  put(to + toStep, f32x4.add(even1, odd1), f32x4.add(Even1, Odd1))
  put(to + 2 * toStep, f32x4.sub(even1, odd1), f32x4.sub(Even1, Odd1))
  put(to + 3 * toStep, f32x4.relaxed_madd(by2, odd2, even2), f32x4.relaxed_madd(by2, Odd2, Even2))
  put(to + 4 * toStep, f32x4.relaxed_nmadd(by2, odd2, even2), f32x4.relaxed_nmadd(by2, Odd2, Even2))
  put(to + 5 * toStep, y3, Y3)
}

/** G·g: 3 weights → 6 */
// @ts-ignore: decorator
@inline
export function transformWeights(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from, 0)
  const G0 = v128.load(from, 16)
  const g1 = v128.load(from + fromStep, 0)
  const G1 = v128.load(from + fromStep, 16)
  const g2 = v128.load(from + 2 * fromStep, 0)
  const G2 = v128.load(from + 2 * fromStep, 16)
  const by4 = constant(four)
  const by4th = constant(quarter)
  const by12th = constant(twelfth)
  const by24th = constant(twentyFourth)
  const byMinus6th = constant(minusSixth)
  const even1 = f32x4.mul(byMinus6th, f32x4.add(g0, g2))
  const Even1 = f32x4.mul(byMinus6th, f32x4.add(G0, G2))
  const odd1 = f32x4.mul(byMinus6th, g1)
  const Odd1 = f32x4.mul(byMinus6th, G1)
  const even2 = f32x4.mul(by24th, f32x4.relaxed_madd(by4, g2, g0))
  const Even2 = f32x4.mul(by24th, f32x4.relaxed_madd(by4, G2, G0))
  const odd2 = f32x4.mul(by12th, g1)
  const Odd2 = f32x4.mul(by12th, G1)
  put(to, f32x4.mul(by4th, g0), f32x4.mul(by4th, G0))
  put(to + toStep, f32x4.add(even1, odd1), f32x4.add(Even1, Odd1))
  put(to + 2 * toStep, f32x4.sub(even1, odd1), f32x4.sub(Even1, Odd1))
  put(to + 3 * toStep, f32x4.add(even2, odd2), f32x4.add(Even2, Odd2))
  put(to + 4 * toStep, f32x4.sub(even2, odd2), f32x4.sub(Even2, Odd2))
  put(to + 5 * toStep, g2, G2)
}

/** Aᵀm: 6 products → 4 outputs */
// @ts-ignore: decorator
@inline
export function gatherOutput(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const by2 = constant(two)
  const by4 = constant(four)
  const by8 = constant(eight)
  const m1 = v128.load(from + fromStep, 0)
  const M1 = v128.load(from + fromStep, 16)
  const m2 = v128.load(from + 2 * fromStep, 0)
  const M2 = v128.load(from + 2 * fromStep, 16)
  const m3 = v128.load(from + 3 * fromStep, 0)
  const M3 = v128.load(from + 3 * fromStep, 16)
  const m4 = v128.load(from + 4 * fromStep, 0)
  const M4 = v128.load(from + 4 * fromStep, 16)
  const sum1 = f32x4.add(m1, m2)
  const Sum1 = f32x4.add(M1, M2)
  const sum2 = f32x4.add(m3, m4)
  const Sum2 = f32x4.add(M3, M4)
  const difference1 = f32x4.sub(m1, m2)
  const Difference1 = f32x4.sub(M1, M2)
  const difference2 = f32x4.sub(m3, m4)
  const Difference2 = f32x4.sub(M3, M4)
  const m0 = v128.load(from, 0)
  const M0 = v128.load(from, 16)
  const m5 = v128.load(from + 5 * fromStep, 0)
  const M5 = v128.load(from + 5 * fromStep, 16)
  put(to, f32x4.add(m0, f32x4.add(sum1, sum2)), f32x4.add(M0, f32x4.add(Sum1, Sum2)))
  put(to + toStep, f32x4.relaxed_madd(by2, difference2, difference1), f32x4.relaxed_madd(by2, Difference2, Difference1))
  put(to + 2 * toStep, f32x4.relaxed_madd(by4, sum2, sum1), f32x4.relaxed_madd(by4, Sum2, Sum1))
  put(to + 3 * toStep, f32x4.add(m5, f32x4.relaxed_madd(by8, difference2, difference1)), f32x4.add(M5, f32x4.relaxed_madd(by8, Difference2, Difference1)))
}

/** Gᵀm: 6 products → 3 gradients of weights */
// @ts-ignore: decorator
@inline
export function gatherWeights(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const by4th = constant(quarter)
  const by6th = constant(sixth)
  const by12th = constant(twelfth)
  const by24th = constant(twentyFourth)
  const m1 = v128.load(from + fromStep, 0)
  const M1 = v128.load(from + fromStep, 16)
  const m2 = v128.load(from + 2 * fromStep, 0)
  const M2 = v128.load(from + 2 * fromStep, 16)
  const m3 = v128.load(from + 3 * fromStep, 0)
  const M3 = v128.load(from + 3 * fromStep, 16)
  const m4 = v128.load(from + 4 * fromStep, 0)
  const M4 = v128.load(from + 4 * fromStep, 16)
  const first = f32x4.mul(by6th, f32x4.add(m1, m2))
  const First = f32x4.mul(by6th, f32x4.add(M1, M2))
  const sum = f32x4.add(m3, m4)
  const Sum = f32x4.add(M3, M4)
  const m0 = v128.load(from, 0)
  const M0 = v128.load(from, 16)
  const m5 = v128.load(from + 5 * fromStep, 0)
  const M5 = v128.load(from + 5 * fromStep, 16)
  put(to, f32x4.sub(f32x4.relaxed_madd(by24th, sum, f32x4.mul(by4th, m0)), first), f32x4.sub(f32x4.relaxed_madd(by24th, Sum, f32x4.mul(by4th, M0)), First))
  put(to + toStep, f32x4.relaxed_madd(by6th, f32x4.sub(m2, m1), f32x4.mul(by12th, f32x4.sub(m3, m4))), f32x4.relaxed_madd(by6th, f32x4.sub(M2, M1), f32x4.mul(by12th, f32x4.sub(M3, M4))))
  put(to + 2 * toStep, f32x4.add(m5, f32x4.sub(f32x4.mul(by6th, sum), first)), f32x4.add(M5, f32x4.sub(f32x4.mul(by6th, Sum), First)))
}
