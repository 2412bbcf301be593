// The products of Winograd's method, which nearly all of a convolution's multiply-adds go into: two panels of 8 filters at a
// time, so that a broadcast value serves 16 of them. Joined to 256 bits, 12 accumulators + 2 vectors of weights + 1 broadcast
// value just fit the 15 vector registers that V8 gives a function.

/**
 * One point's products of tiles and two panels of filters.
 * @param inputs (tile, channel), 6 more tiles may be read than `tiles` @param pixelBytes channels · 4
 * @param weights (channel, filter in panel); the second panel's `weightStep` bytes further
 * @param products (tile, filter in panel); the second panel's `productStep` bytes further
 */
export function multiplyPanels(
  inputs: usize,
  pixelBytes: usize,
  weights: usize,
  weightStep: usize,
  products: usize,
  productStep: usize,
  tiles: i32,
): void {
  const end = weights + (pixelBytes << 3)
  for (let tile: i32 = 0; tile < tiles; tile += 6) {
    let r0 = inputs
    let r1 = r0 + pixelBytes
    let r2 = r1 + pixelBytes
    let r3 = r2 + pixelBytes
    let r4 = r3 + pixelBytes
    let r5 = r4 + pixelBytes
    let near = weights
    let far = weights + weightStep
    let a0 = f32x4.splat(0)
    let b0 = f32x4.splat(0)
    let c0 = f32x4.splat(0)
    let d0 = f32x4.splat(0)
    let a1 = f32x4.splat(0)
    let b1 = f32x4.splat(0)
    let c1 = f32x4.splat(0)
    let d1 = f32x4.splat(0)
    let a2 = f32x4.splat(0)
    let b2 = f32x4.splat(0)
    let c2 = f32x4.splat(0)
    let d2 = f32x4.splat(0)
    let a3 = f32x4.splat(0)
    let b3 = f32x4.splat(0)
    let c3 = f32x4.splat(0)
    let d3 = f32x4.splat(0)
    let a4 = f32x4.splat(0)
    let b4 = f32x4.splat(0)
    let c4 = f32x4.splat(0)
    let d4 = f32x4.splat(0)
    let a5 = f32x4.splat(0)
    let b5 = f32x4.splat(0)
    let c5 = f32x4.splat(0)
    let d5 = f32x4.splat(0)
    do {
      let w0: v128, w1: v128, w2: v128, w3: v128, x: v128
      w0 = v128.load(near, 0)
      w1 = v128.load(near, 16)
      w2 = v128.load(far, 0)
      w3 = v128.load(far, 16)
      x = v128.load32_splat(r0, 0)
      a0 = f32x4.relaxed_madd(x, w0, a0)
      b0 = f32x4.relaxed_madd(x, w1, b0)
      c0 = f32x4.relaxed_madd(x, w2, c0)
      d0 = f32x4.relaxed_madd(x, w3, d0)
      x = v128.load32_splat(r1, 0)
      a1 = f32x4.relaxed_madd(x, w0, a1)
      b1 = f32x4.relaxed_madd(x, w1, b1)
      c1 = f32x4.relaxed_madd(x, w2, c1)
      d1 = f32x4.relaxed_madd(x, w3, d1)
      x = v128.load32_splat(r2, 0)
      a2 = f32x4.relaxed_madd(x, w0, a2)
      b2 = f32x4.relaxed_madd(x, w1, b2)
      c2 = f32x4.relaxed_madd(x, w2, c2)
      d2 = f32x4.relaxed_madd(x, w3, d2)
      x = v128.load32_splat(r3, 0)
      a3 = f32x4.relaxed_madd(x, w0, a3)
      b3 = f32x4.relaxed_madd(x, w1, b3)
      c3 = f32x4.relaxed_madd(x, w2, c3)
      d3 = f32x4.relaxed_madd(x, w3, d3)
      x = v128.load32_splat(r4, 0)
      a4 = f32x4.relaxed_madd(x, w0, a4)
      b4 = f32x4.relaxed_madd(x, w1, b4)
      c4 = f32x4.relaxed_madd(x, w2, c4)
      d4 = f32x4.relaxed_madd(x, w3, d4)
      x = v128.load32_splat(r5, 0)
      a5 = f32x4.relaxed_madd(x, w0, a5)
      b5 = f32x4.relaxed_madd(x, w1, b5)
      c5 = f32x4.relaxed_madd(x, w2, c5)
      d5 = f32x4.relaxed_madd(x, w3, d5)
      r0 += 4
      r1 += 4
      r2 += 4
      r3 += 4
      r4 += 4
      r5 += 4
      near += 32
      far += 32
    } while (near < end)
    const next = products + productStep
    v128.store(products, b0, 16)
    v128.store(products, a0, 0)
    v128.store(products, b1, 48)
    v128.store(products, a1, 32)
    v128.store(products, b2, 80)
    v128.store(products, a2, 64)
    v128.store(products, b3, 112)
    v128.store(products, a3, 96)
    v128.store(products, b4, 144)
    v128.store(products, a4, 128)
    v128.store(products, b5, 176)
    v128.store(products, a5, 160)
    v128.store(next, d0, 16)
    v128.store(next, c0, 0)
    v128.store(next, d1, 48)
    v128.store(next, c1, 32)
    v128.store(next, d2, 80)
    v128.store(next, c2, 64)
    v128.store(next, d3, 112)
    v128.store(next, c3, 96)
    v128.store(next, d4, 144)
    v128.store(next, c4, 128)
    v128.store(next, d5, 176)
    v128.store(next, c5, 160)
    inputs += 6 * pixelBytes
    products += 192
  }
}

/**
 * Adds to the sums of one point, 6 channels and two panels of filters: Σ over tiles of input · gradient.
 * @param inputs (tile, channel), `inputStep` bytes from tile to tile; so are gradients (tile, filter)
 * @param sums (channel, filter in panel); the second panel's `panelStep` bytes further
 */
export function addPanels(
  sums: usize,
  panelStep: usize,
  inputs: usize,
  inputStep: usize,
  gradients: usize,
  gradientStep: usize,
  tiles: i32,
): void {
  const next = sums + panelStep
  let a0 = v128.load(sums, 0)
  let b0 = v128.load(sums, 16)
  let a1 = v128.load(sums, 32)
  let b1 = v128.load(sums, 48)
  let a2 = v128.load(sums, 64)
  let b2 = v128.load(sums, 80)
  let a3 = v128.load(sums, 96)
  let b3 = v128.load(sums, 112)
  let a4 = v128.load(sums, 128)
  let b4 = v128.load(sums, 144)
  let a5 = v128.load(sums, 160)
  let b5 = v128.load(sums, 176)
  let c0 = v128.load(next, 0)
  let d0 = v128.load(next, 16)
  let c1 = v128.load(next, 32)
  let d1 = v128.load(next, 48)
  let c2 = v128.load(next, 64)
  let d2 = v128.load(next, 80)
  let c3 = v128.load(next, 96)
  let d3 = v128.load(next, 112)
  let c4 = v128.load(next, 128)
  let d4 = v128.load(next, 144)
  let c5 = v128.load(next, 160)
  let d5 = v128.load(next, 176)
  for (; tiles > 0; tiles--) {
    const g0 = v128.load(gradients, 0)
    const g1 = v128.load(gradients, 16)
    const g2 = v128.load(gradients, 32)
    const g3 = v128.load(gradients, 48)
    let x = v128.load32_splat(inputs, 0)
    a0 = f32x4.relaxed_madd(x, g0, a0)
    b0 = f32x4.relaxed_madd(x, g1, b0)
    c0 = f32x4.relaxed_madd(x, g2, c0)
    d0 = f32x4.relaxed_madd(x, g3, d0)
    x = v128.load32_splat(inputs, 4)
    a1 = f32x4.relaxed_madd(x, g0, a1)
    b1 = f32x4.relaxed_madd(x, g1, b1)
    c1 = f32x4.relaxed_madd(x, g2, c1)
    d1 = f32x4.relaxed_madd(x, g3, d1)
    x = v128.load32_splat(inputs, 8)
    a2 = f32x4.relaxed_madd(x, g0, a2)
    b2 = f32x4.relaxed_madd(x, g1, b2)
    c2 = f32x4.relaxed_madd(x, g2, c2)
    d2 = f32x4.relaxed_madd(x, g3, d2)
    x = v128.load32_splat(inputs, 12)
    a3 = f32x4.relaxed_madd(x, g0, a3)
    b3 = f32x4.relaxed_madd(x, g1, b3)
    c3 = f32x4.relaxed_madd(x, g2, c3)
    d3 = f32x4.relaxed_madd(x, g3, d3)
    x = v128.load32_splat(inputs, 16)
    a4 = f32x4.relaxed_madd(x, g0, a4)
    b4 = f32x4.relaxed_madd(x, g1, b4)
    c4 = f32x4.relaxed_madd(x, g2, c4)
    d4 = f32x4.relaxed_madd(x, g3, d4)
    x = v128.load32_splat(inputs, 20)
    a5 = f32x4.relaxed_madd(x, g0, a5)
    b5 = f32x4.relaxed_madd(x, g1, b5)
    c5 = f32x4.relaxed_madd(x, g2, c5)
    d5 = f32x4.relaxed_madd(x, g3, d5)
    inputs += inputStep
    gradients += gradientStep
  }
  v128.store(sums, b0, 16)
  v128.store(sums, a0, 0)
  v128.store(sums, b1, 48)
  v128.store(sums, a1, 32)
  v128.store(sums, b2, 80)
  v128.store(sums, a2, 64)
  v128.store(sums, b3, 112)
  v128.store(sums, a3, 96)
  v128.store(sums, b4, 144)
  v128.store(sums, a4, 128)
  v128.store(sums, b5, 176)
  v128.store(sums, a5, 160)
  v128.store(next, d0, 16)
  v128.store(next, c0, 0)
  v128.store(next, d1, 48)
  v128.store(next, c1, 32)
  v128.store(next, d2, 80)
  v128.store(next, c2, 64)
  v128.store(next, d3, 112)
  v128.store(next, c3, 96)
  v128.store(next, d4, 144)
  v128.store(next, c4, 128)
  v128.store(next, d5, 176)
  v128.store(next, c5, 160)
}
