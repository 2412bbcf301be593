// Fully connected layers over a whole batch, so that each weight is fetched once a step.
// Inputs and outputs: (image, unit), rows a given number of bytes apart. Inputs are padded to multiples of 24, units to
// multiples of 8, with zeros. Weights: (panel of 8 units, input, unit in panel).
import { scratch, tileOffset } from './scratch'
import { dotTile, fillTile, outerTile, tileBytes } from './tiles'

/** Inputs taken at a time: one panel's block is 16 KiB. */
const inputBlock: i32 = 512
/** Inputs whose weights are transposed at a time. */
const transposeBlock: i32 = 64

const nothing = memory.data(192, 16)

// Start of the row of `image`; past the batch's end its last image stands in, and is computed again.
function rowOf(base: usize, image: i32, batch: i32, rowBytes: usize): usize {
  return base + <usize>min(image, batch - 1) * rowBytes
}

/** @param workspace ⌈batch / 6⌉ · panels tiles */
export function denseForward(
  input: usize,
  inputRow: usize,
  inputs: i32,
  batch: i32,
  weights: usize,
  bias: usize,
  panels: i32,
  output: usize,
  outputRow: usize,
  relu: bool,
  workspace: usize,
): void {
  const tiles = (batch + 5) / 6
  let at = workspace
  for (let panel: i32 = 0; panel < panels; panel++) {
    const low = v128.load(bias + ((<usize>panel) << 5), 0)
    const high = v128.load(bias + ((<usize>panel) << 5), 16)
    for (let t: i32 = 0; t < tiles; t++) {
      fillTile(at, low, high)
      at += tileBytes
    }
  }
  for (let start: i32 = 0; start < inputs; start += inputBlock) {
    const bytes = (<usize>min(inputBlock, inputs - start)) << 2
    const from = input + ((<usize>start) << 2)
    at = workspace
    for (let panel: i32 = 0; panel < panels; panel++) {
      const panelWeights = weights + ((<usize>panel * inputs + start) << 5)
      for (let t: i32 = 0; t < tiles; t++) {
        dotTile(
          at,
          at,
          rowOf(from, t * 6, batch, inputRow),
          rowOf(from, t * 6 + 1, batch, inputRow),
          rowOf(from, t * 6 + 2, batch, inputRow),
          rowOf(from, t * 6 + 3, batch, inputRow),
          rowOf(from, t * 6 + 4, batch, inputRow),
          rowOf(from, t * 6 + 5, batch, inputRow),
          panelWeights,
          bytes,
          1,
          0,
        )
        at += tileBytes
      }
    }
  }
  const floor = f32x4.splat(relu ? 0 : -Infinity)
  at = workspace
  for (let panel: i32 = 0; panel < panels; panel++) {
    for (let image: i32 = 0; image < tiles * 6; image++) {
      if (image < batch) {
        const to = output + <usize>image * outputRow + ((<usize>panel) << 5)
        v128.store(to, f32x4.pmax(v128.load(at, 16), floor), 16)
        v128.store(to, f32x4.pmax(v128.load(at, 0), floor), 0)
      }
      at += 32
    }
  }
}

/** Gradients of weights (laid out like them) and biases; both are overwritten. */
export function denseWeightGradient(
  input: usize,
  inputRow: usize,
  inputs: i32,
  batch: i32,
  gradient: usize,
  gradientRow: usize,
  panels: i32,
  weightGradient: usize,
  biasGradient: usize,
): void {
  const zero = f32x4.splat(0)
  const block: i32 = 96
  for (let start: i32 = 0; start < inputs; start += block) {
    const end = min(start + block, inputs)
    for (let panel: i32 = 0; panel < panels; panel++) {
      let target = weightGradient + ((<usize>panel * inputs + start) << 5)
      for (let entry = start; entry < end; entry += 6) {
        fillTile(target, zero, zero)
        const from = input + ((<usize>entry) << 2)
        outerTile(target, from, inputRow, 0, gradient + ((<usize>panel) << 5), gradientRow, 0, 1, batch)
        target += tileBytes
      }
    }
  }
  for (let panel: i32 = 0; panel < panels; panel++) {
    const lanes = (<usize>panel) << 5
    let low = zero
    let high = zero
    for (let image: i32 = 0; image < batch; image++) {
      const at = gradient + <usize>image * gradientRow + lanes
      low = f32x4.add(low, v128.load(at, 0))
      high = f32x4.add(high, v128.load(at, 16))
    }
    v128.store(biasGradient + lanes, high, 16)
    v128.store(biasGradient + lanes, low, 0)
  }
}

/**
 * Gradient of the layer's input, cut off where that input was not positive (the ReLU below).
 * @param firstInput to `lastInput` − 1: the inputs to be computed, from a multiple of 64 on
 * @param workspace panels · 8 · 64 values: weights of 64 inputs, as (panel of 8 inputs, unit, input in panel)
 */
export function denseInputGradient(
  input: usize,
  inputRow: usize,
  inputs: i32,
  batch: i32,
  weights: usize,
  gradient: usize,
  gradientRow: usize,
  panels: i32,
  output: usize,
  outputRow: usize,
  workspace: usize,
  firstInput: i32,
  lastInput: i32,
): void {
  const tile = scratch + tileOffset
  const zero = f32x4.splat(0)
  const units = panels << 3
  for (let start = firstInput; start < lastInput; start += transposeBlock) {
    const end = min(start + transposeBlock, lastInput)
    transpose(weights, inputs, start, end, panels, workspace)
    let panelWeights = workspace
    for (let entry = start; entry < end; entry += 8) {
      for (let first: i32 = 0; first < batch; first += 6) {
        dotTile(
          nothing,
          tile,
          rowOf(gradient, first, batch, gradientRow),
          rowOf(gradient, first + 1, batch, gradientRow),
          rowOf(gradient, first + 2, batch, gradientRow),
          rowOf(gradient, first + 3, batch, gradientRow),
          rowOf(gradient, first + 4, batch, gradientRow),
          rowOf(gradient, first + 5, batch, gradientRow),
          panelWeights,
          (<usize>units) << 2,
          1,
          0,
        )
        const last = min(first + 6, batch)
        let from = tile
        for (let image = first; image < last; image++) {
          const gate = input + <usize>image * inputRow + ((<usize>entry) << 2)
          const to = output + <usize>image * outputRow + ((<usize>entry) << 2)
          v128.store(to, v128.and(v128.load(from, 16), f32x4.gt(v128.load(gate, 16), zero)), 16)
          v128.store(to, v128.and(v128.load(from, 0), f32x4.gt(v128.load(gate, 0), zero)), 0)
          from += 32
        }
      }
      panelWeights += (<usize>units) << 5
    }
  }
}

// (panel of units, input, unit in panel) → (panel of inputs, unit, input in panel), by blocks of 4 × 4
function transpose(weights: usize, inputs: i32, start: i32, end: i32, panels: i32, target: usize): void {
  const units = (<usize>panels) << 3
  for (let panel: i32 = 0; panel < panels; panel++) {
    let from = weights + ((<usize>panel * inputs + start) << 5)
    for (let entry: i32 = 0; entry < end - start; entry += 4) {
      let to = target + ((<usize>(entry >> 3) * units + ((<usize>panel) << 3)) << 5) + ((<usize>(entry & 7)) << 2)
      for (let half: i32 = 0; half < 2; half++) {
        const a = v128.load(from, 0)
        const b = v128.load(from, 32)
        const c = v128.load(from, 64)
        const d = v128.load(from, 96)
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
        const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
        const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
        const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
        v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), 0)
        v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32)
        v128.store(to, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5), 64)
        v128.store(to, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7), 96)
        from += 16
        to += 128
      }
      from += 96
    }
  }
}
