// 2×2 max pooling within a tile of 4×4 outputs, as a convolution finishes it, and its way back. Eight filters at a time, side
// by side so that V8 can join them. A code says which of the four values of a square was the largest, the first of equals: 0,
// −1, −2 or −3, row by row.
import { step128, step32 } from './winograd-lines'

const codes = memory.data<i32>([0, -1, -2, -3], 16)

/**
 * Largest values of a finished tile's squares, bias added, by ReLU, and their codes.
 * @param output pixels of `pixelBytes`, `outputRow` bytes from row to row; so are codes
 */
export function poolTile(
  finished: usize,
  bias: usize,
  output: usize,
  outputRow: usize,
  code: usize,
  codeRow: usize,
  pixelBytes: usize,
): void {
  const near = step32()
  const far = step128()
  const zero = f32x4.splat(0)
  const offset = v128.load(bias, 0)
  const Offset = v128.load(bias, 16)
  for (let row: usize = 0; row < 2; row++) {
    for (let col: usize = 0; col < 2; col++) {
      const upper = finished + 2 * row * far + 2 * col * near
      const lower = upper + far
      const a = v128.load(upper, 0)
      const A = v128.load(upper, 16)
      const b = v128.load(upper + near, 0)
      const B = v128.load(upper + near, 16)
      const c = v128.load(lower, 0)
      const C = v128.load(lower, 16)
      const d = v128.load(lower + near, 0)
      const D = v128.load(lower + near, 16)
      const largest = f32x4.relaxed_max(f32x4.relaxed_max(a, b), f32x4.relaxed_max(c, d))
      const Largest = f32x4.relaxed_max(f32x4.relaxed_max(A, B), f32x4.relaxed_max(C, D))
      const behindA = f32x4.ne(a, largest)
      const BehindA = f32x4.ne(A, Largest)
      const behindB = v128.and(behindA, f32x4.ne(b, largest))
      const BehindB = v128.and(BehindA, f32x4.ne(B, Largest))
      const behindC = v128.and(behindB, f32x4.ne(c, largest))
      const BehindC = v128.and(BehindB, f32x4.ne(C, Largest))
      const to = output + col * pixelBytes
      v128.store(to, f32x4.relaxed_max(zero, f32x4.add(Largest, Offset)), 16)
      v128.store(to, f32x4.relaxed_max(zero, f32x4.add(largest, offset)), 0)
      const place = code + col * pixelBytes
      v128.store(place, i32x4.add(BehindA, i32x4.add(BehindB, BehindC)), 16)
      v128.store(place, i32x4.add(behindA, i32x4.add(behindB, behindC)), 0)
    }
    output += outputRow
    code += codeRow
  }
}

/** Gradients of a tile's pooled values to where these came from; what had no positive value is 0 already. */
export function spreadTile(
  pooled: usize,
  pooledRow: usize,
  code: usize,
  codeRow: usize,
  target: usize,
  targetRow: usize,
  pixelBytes: usize,
): void {
  const isA = v128.load32_splat(codes, 0)
  const isB = v128.load32_splat(codes, 4)
  const isC = v128.load32_splat(codes, 8)
  const isD = v128.load32_splat(codes, 12)
  for (let row: usize = 0; row < 2; row++) {
    for (let col: usize = 0; col < 2; col++) {
      const from = pooled + col * pixelBytes
      const g = v128.load(from, 0)
      const G = v128.load(from, 16)
      const place = code + col * pixelBytes
      const k = v128.load(place, 0)
      const K = v128.load(place, 16)
      const upper = target + 2 * col * pixelBytes
      const lower = upper + targetRow
      v128.store(upper, v128.and(G, i32x4.eq(K, isA)), 16)
      v128.store(upper, v128.and(g, i32x4.eq(k, isA)), 0)
      v128.store(upper + pixelBytes, v128.and(G, i32x4.eq(K, isB)), 16)
      v128.store(upper + pixelBytes, v128.and(g, i32x4.eq(k, isB)), 0)
      v128.store(lower, v128.and(G, i32x4.eq(K, isC)), 16)
      v128.store(lower, v128.and(g, i32x4.eq(k, isC)), 0)
      v128.store(lower + pixelBytes, v128.and(G, i32x4.eq(K, isD)), 16)
      v128.store(lower + pixelBytes, v128.and(g, i32x4.eq(k, isD)), 0)
    }
    pooled += pooledRow
    code += codeRow
    target += 2 * targetRow
  }
}
