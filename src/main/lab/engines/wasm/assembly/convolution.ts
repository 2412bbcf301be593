// 3×3 convolutions over feature maps (row, col, channel), channels padded to whole vectors, with a border of one pixel of
// zeros. The three columns of a window's row then lie side by side, so a window is three runs of 3 · channels values.
// Weights: (panel of 8 filters, row of window, col of window, channel, filter in panel).
import { scratch, tileOffset } from './scratch'
import { dotTile, fillTile, outerTile } from './tiles'

/**
 * One image through a convolution. Forward: adds the bias and applies ReLU. As input gradient (weights turned by
 * `turnWeights`, `gate` the layer's own input): no bias, and what the ReLU below had cut off is cut off.
 * @param windows byte offset in `input` of each pixel's window, `tiles` · 6 of them (the last one repeated)
 * @param places byte offset in `output` (and `gate`) of each pixel
 * @param rowBytes one row of `input` with its border
 */
export function convolve(
  input: usize,
  windows: usize,
  rowBytes: usize,
  channels: usize,
  weights: usize,
  bias: usize,
  panels: i32,
  output: usize,
  places: usize,
  gate: usize,
  tiles: i32,
): void {
  const tile = scratch + tileOffset
  const segmentBytes = channels * 12
  const skipBytes = rowBytes - segmentBytes
  const zero = f32x4.splat(0)
  for (let panel: i32 = 0; panel < panels; panel++) {
    const panelWeights = weights + <usize>panel * segmentBytes * 24
    const lanes = (<usize>panel) << 5
    const low = bias ? v128.load(bias + lanes, 0) : zero
    const high = bias ? v128.load(bias + lanes, 16) : zero
    for (let t: i32 = 0; t < tiles; t++) {
      const w = windows + <usize>t * 24
      fillTile(tile, low, high)
      dotTile(
        tile,
        tile,
        input + load<u32>(w, 0),
        input + load<u32>(w, 4),
        input + load<u32>(w, 8),
        input + load<u32>(w, 12),
        input + load<u32>(w, 16),
        input + load<u32>(w, 20),
        panelWeights,
        segmentBytes,
        3,
        skipBytes,
      )
      for (let row: usize = 0; row < 6; row++) {
        const place = load<u32>(places + <usize>t * 24 + (row << 2)) + lanes
        const first = v128.load(tile + (row << 5), 0)
        const second = v128.load(tile + (row << 5), 16)
        if (gate) {
          v128.store(output + place, v128.and(second, f32x4.gt(v128.load(gate + place, 16), zero)), 16)
          v128.store(output + place, v128.and(first, f32x4.gt(v128.load(gate + place, 0), zero)), 0)
        } else {
          v128.store(output + place, f32x4.pmax(second, zero), 16)
          v128.store(output + place, f32x4.pmax(first, zero), 0)
        }
      }
    }
  }
}

/**
 * Adds one image's part to the gradients of a convolution's weights (laid out like them) and biases.
 * @param gradient of the layer's output, with border
 * @param blockRows rows taken at a time, so that they stay in the nearest cache
 */
export function convolutionWeightGradient(
  input: usize,
  gradient: usize,
  weightGradient: usize,
  biasGradient: usize,
  height: i32,
  width: i32,
  channels: usize,
  filters: usize,
  blockRows: i32,
): void {
  const inputStep = channels << 2
  const inputRow = <usize>(width + 2) * inputStep
  const gradientStep = filters << 2
  const gradientRow = <usize>(width + 2) * gradientStep
  const inside = gradient + gradientRow + gradientStep
  const panels = <i32>(filters >> 3)
  const segment = channels * 3
  for (let start: i32 = 0; start < height; start += blockRows) {
    const rows = min(blockRows, height - start)
    const source = inside + <usize>start * gradientRow
    let target = weightGradient
    for (let panel: i32 = 0; panel < panels; panel++) {
      for (let row: i32 = 0; row < 3; row++) {
        const from = input + <usize>(start + row) * inputRow
        for (let entry: usize = 0; entry < segment; entry += 6) {
          outerTile(
            target,
            from + (entry << 2),
            inputStep,
            inputStep << 1,
            source + ((<usize>panel) << 5),
            gradientStep,
            gradientStep << 1,
            rows,
            width,
          )
          target += 192
        }
      }
    }
  }
  for (let panel: i32 = 0; panel < panels; panel++) {
    const lanes = (<usize>panel) << 5
    let low = f32x4.splat(0)
    let high = f32x4.splat(0)
    for (let row: i32 = 0; row < height; row++) {
      let at = inside + <usize>row * gradientRow + lanes
      for (let col: i32 = 0; col < width; col++) {
        low = f32x4.add(low, v128.load(at, 0))
        high = f32x4.add(high, v128.load(at, 16))
        at += gradientStep
      }
    }
    v128.store(biasGradient + lanes, f32x4.add(high, v128.load(biasGradient + lanes, 16)), 16)
    v128.store(biasGradient + lanes, f32x4.add(low, v128.load(biasGradient + lanes, 0)), 0)
  }
}

/**
 * Weights as `convolve` needs them to carry a gradient back: the window turned by 180°, filters and channels swapped.
 * @param target (panel of 8 channels, row, col, filter, channel in panel)
 */
export function turnWeights(weights: usize, target: usize, channels: i32, filters: i32): void {
  for (let panel: i32 = 0; panel < filters >> 3; panel++) {
    for (let tap: i32 = 0; tap < 9; tap++) {
      for (let channel: i32 = 0; channel < channels; channel++) {
        for (let lane: i32 = 0; lane < 8; lane++) {
          const to = (((channel >> 3) * 9 + 8 - tap) * filters + (panel << 3) + lane) * 8 + (channel & 7)
          store<f32>(target + ((<usize>to) << 2), load<f32>(weights))
          weights += 4
        }
      }
    }
  }
}
