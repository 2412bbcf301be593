// The one-dimensional transforms of Winograd's F(4, 3) with the points 0, ±1, ±2 and ∞ (Lavin & Gray 2016), four channels or
// filters at a time. Each reads a line of vectors `fromStep` bytes apart and writes one `toStep` bytes apart.

/** Bᵀd: 6 inputs → 6 */
// @ts-ignore: decorator
@inline
export function transformInput(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const four = f32x4.splat(4)
  const two = f32x4.splat(2)
  const d0 = v128.load(from)
  const d1 = v128.load(from + fromStep)
  const d2 = v128.load(from + 2 * fromStep)
  const d3 = v128.load(from + 3 * fromStep)
  const d4 = v128.load(from + 4 * fromStep)
  const d5 = v128.load(from + 5 * fromStep)
  const even = f32x4.relaxed_nmadd(four, d2, d4)
  const odd = f32x4.relaxed_nmadd(four, d1, d3)
  const near = f32x4.sub(d4, d2)
  const far = f32x4.sub(d3, d1)
  v128.store(to, f32x4.relaxed_madd(four, f32x4.sub(d0, d2), near))
  v128.store(to + toStep, f32x4.add(even, odd))
  v128.store(to + 2 * toStep, f32x4.sub(even, odd))
  v128.store(to + 3 * toStep, f32x4.relaxed_madd(two, far, near))
  v128.store(to + 4 * toStep, f32x4.relaxed_nmadd(two, far, near))
  v128.store(to + 5 * toStep, f32x4.relaxed_nmadd(four, far, f32x4.sub(d5, d3)))
}

/** A·y: 4 gradients → 6 */
// @ts-ignore: decorator
@inline
export function transformGradient(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const four = f32x4.splat(4)
  const two = f32x4.splat(2)
  const y0 = v128.load(from)
  const y1 = v128.load(from + fromStep)
  const y2 = v128.load(from + 2 * fromStep)
  const y3 = v128.load(from + 3 * fromStep)
  const even1 = f32x4.add(y0, y2)
  const odd1 = f32x4.add(y1, y3)
  const even2 = f32x4.relaxed_madd(four, y2, y0)
  const odd2 = f32x4.relaxed_madd(four, y3, y1)
  v128.store(to, y0)
  v128.store(to + toStep, f32x4.add(even1, odd1))
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1))
  v128.store(to + 3 * toStep, f32x4.relaxed_madd(two, odd2, even2))
  v128.store(to + 4 * toStep, f32x4.relaxed_nmadd(two, odd2, even2))
  v128.store(to + 5 * toStep, y3)
}

/** G·g: 3 weights → 6 */
// @ts-ignore: decorator
@inline
export function transformWeights(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from)
  const g1 = v128.load(from + fromStep)
  const g2 = v128.load(from + 2 * fromStep)
  const sixth = f32x4.splat(<f32>(-1.0 / 6.0))
  const small = f32x4.splat(<f32>(1.0 / 24.0))
  const even1 = f32x4.mul(sixth, f32x4.add(g0, g2))
  const odd1 = f32x4.mul(sixth, g1)
  const even2 = f32x4.mul(small, f32x4.relaxed_madd(f32x4.splat(4), g2, g0))
  const odd2 = f32x4.mul(f32x4.splat(<f32>(1.0 / 12.0)), g1)
  v128.store(to, f32x4.mul(f32x4.splat(0.25), g0))
  v128.store(to + toStep, f32x4.add(even1, odd1))
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1))
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2))
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2))
  v128.store(to + 5 * toStep, g2)
}

/** Aᵀm: 6 products → 4 outputs */
// @ts-ignore: decorator
@inline
export function gatherOutput(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const m1 = v128.load(from + fromStep)
  const m2 = v128.load(from + 2 * fromStep)
  const m3 = v128.load(from + 3 * fromStep)
  const m4 = v128.load(from + 4 * fromStep)
  const sum1 = f32x4.add(m1, m2)
  const sum2 = f32x4.add(m3, m4)
  const difference1 = f32x4.sub(m1, m2)
  const difference2 = f32x4.sub(m3, m4)
  const m0 = v128.load(from)
  const m5 = v128.load(from + 5 * fromStep)
  v128.store(to, f32x4.add(m0, f32x4.add(sum1, sum2)))
  v128.store(to + toStep, f32x4.relaxed_madd(f32x4.splat(2), difference2, difference1))
  v128.store(to + 2 * toStep, f32x4.relaxed_madd(f32x4.splat(4), sum2, sum1))
  v128.store(to + 3 * toStep, f32x4.add(m5, f32x4.relaxed_madd(f32x4.splat(8), difference2, difference1)))
}

/** Gᵀm: 6 products → 3 gradients of weights */
// @ts-ignore: decorator
@inline
export function gatherWeights(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const m1 = v128.load(from + fromStep)
  const m2 = v128.load(from + 2 * fromStep)
  const m3 = v128.load(from + 3 * fromStep)
  const m4 = v128.load(from + 4 * fromStep)
  const sixth = f32x4.splat(<f32>(1.0 / 6.0))
  const first = f32x4.mul(sixth, f32x4.add(m1, m2))
  const sum = f32x4.add(m3, m4)
  const m0 = v128.load(from)
  const m5 = v128.load(from + 5 * fromStep)
  v128.store(
    to,
    f32x4.sub(f32x4.relaxed_madd(f32x4.splat(<f32>(1.0 / 24.0)), sum, f32x4.mul(f32x4.splat(0.25), m0)), first),
  )
  v128.store(
    to + toStep,
    f32x4.relaxed_madd(sixth, f32x4.sub(m2, m1), f32x4.mul(f32x4.splat(<f32>(1.0 / 12.0)), f32x4.sub(m3, m4))),
  )
  v128.store(to + 2 * toStep, f32x4.add(m5, f32x4.sub(f32x4.mul(sixth, sum), first)))
}
