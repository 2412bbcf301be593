// 2×2 max pooling of one image, stride 2; an odd last row or column is dropped. Maps: (row, col, channel); a pointer names
// the first pixel inside the border, `…Row` the bytes from one row to the next. Channels: a multiple of 4.

export function poolForward(
  input: usize,
  inputRow: usize,
  output: usize,
  outputRow: usize,
  height: i32,
  width: i32,
  channels: usize,
): void {
  const pixel = channels << 2
  for (let row: i32 = 0; row < height >> 1; row++) {
    let upper = input + <usize>row * 2 * inputRow
    let lower = upper + inputRow
    let to = output + <usize>row * outputRow
    for (let col: i32 = 0; col < width >> 1; col++) {
      const end = to + pixel
      while (to < end) {
        const top = f32x4.pmax(v128.load(upper), v128.load(upper + pixel))
        const bottom = f32x4.pmax(v128.load(lower), v128.load(lower + pixel))
        v128.store(to, f32x4.pmax(top, bottom))
        upper += 16
        lower += 16
        to += 16
      }
      upper += pixel
      lower += pixel
    }
  }
}

/**
 * Each output's gradient goes to the first (row by row) of its four inputs that equals the largest, if that is positive:
 * every map that is trained comes from a ReLU, which lets nothing else through.
 */
export function poolInputGradient(
  input: usize,
  inputRow: usize,
  gradient: usize,
  gradientRow: usize,
  output: usize,
  outputRow: usize,
  height: i32,
  width: i32,
  channels: usize,
): void {
  const pixel = channels << 2
  const zero = f32x4.splat(0)
  for (let row: i32 = 0; row < height >> 1; row++) {
    let upper = input + <usize>row * 2 * inputRow
    let lower = upper + inputRow
    let above = output + <usize>row * 2 * outputRow
    let below = above + outputRow
    let from = gradient + <usize>row * gradientRow
    for (let col: i32 = 0; col < width >> 1; col++) {
      const end = from + pixel
      while (from < end) {
        const a = v128.load(upper)
        const b = v128.load(upper + pixel)
        const c = v128.load(lower)
        const d = v128.load(lower + pixel)
        const largest = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d))
        let left = v128.and(v128.load(from), f32x4.gt(largest, zero))
        let chosen = f32x4.eq(a, largest)
        v128.store(above, v128.and(left, chosen))
        left = v128.andnot(left, chosen)
        chosen = f32x4.eq(b, largest)
        v128.store(above + pixel, v128.and(left, chosen))
        left = v128.andnot(left, chosen)
        chosen = f32x4.eq(c, largest)
        v128.store(below, v128.and(left, chosen))
        v128.store(below + pixel, v128.andnot(left, chosen))
        upper += 16
        lower += 16
        above += 16
        below += 16
        from += 16
      }
      upper += pixel
      lower += pixel
      above += pixel
      below += pixel
    }
  }
}
