// 3×3 convolutions by Winograd's F(4×4, 3×3): a tile of 4×4 outputs needs 36 products a channel and filter instead of 144.
// Maps: (row, col, channel) with a border of one pixel of zeros, rows and columns multiples of 4, channels of 8; images
// `…Image` bytes apart. Tiles are numbered row by row through all images and taken in blocks, so that a block's
// transforms stay in the nearer caches. The 36 points of a transformed tile lie a step apart:
//   inputs and gradients (point, tile in block, channel); weights (point, panel of 8 filters, channel, filter in panel);
//   products (point, panel, tile in block, filter in panel)
import { finishedOffset, linesOffset, scratch } from './scratch'
import { poolTile, spreadTile } from './winograd-pool'
import { addPanels, multiplyPanels } from './products'
import { dotTile, outerTile, tileBytes } from './tiles'
import {
  gatherOutput,
  gatherWeights,
  step128,
  step192,
  step32,
  step96,
  transformGradient,
  transformInput,
  transformWeights,
} from './winograd-lines'

const nothing = memory.data(192, 16)

// Steps that are no power of two, or the 36 points would share a few sets of the cache; and room for four more channels, as
// inputs of an odd number of fours are transformed in eights.
function pointStep(bytes: usize): usize {
  return bytes + 64
}

/**
 * Transforms of weights laid out as `convolve` reads them.
 * @param target 36 · panels · channels · 8 values
 */
export function winogradWeights(weights: usize, target: usize, channels: i32, panels: i32): void {
  const lines = scratch + linesOffset // of a tile between its two passes: 36 pairs of vectors
  const near = step32()
  const far = step192()
  const tapStep = (<usize>channels) << 5
  const step = <usize>panels * tapStep
  for (let panel: i32 = 0; panel < panels; panel++) {
    const from = weights + <usize>panel * tapStep * 9
    const to = target + <usize>panel * tapStep
    for (let vector: usize = 0; vector < tapStep; vector += 32) {
      for (let row: usize = 0; row < 3; row++) transformWeights(from + row * 3 * tapStep + vector, tapStep, lines + row * far, near)
      for (let col: usize = 0; col < 6; col++) transformWeights(lines + col * near, far, to + vector + col * step, 6 * step)
    }
  }
}

// One block's tiles of 6×6 inputs, from tile `first` on, into (point, tile, channel).
function transformInputs(
  input: usize,
  imageBytes: usize,
  rowBytes: usize,
  pixelBytes: usize,
  tilesDown: i32,
  tilesAcross: i32,
  first: i32,
  count: i32,
  target: usize,
  step: usize,
): void {
  const lines = scratch + linesOffset // of a tile between its two passes: 36 pairs of vectors
  const near = step32()
  const far = step192()
  const perImage = tilesDown * tilesAcross
  for (let tile = first; tile < first + count; tile++) {
    const image = tile / perImage
    const place = tile - image * perImage
    const down = place / tilesAcross
    const from = input + <usize>image * imageBytes + ((<usize>down * rowBytes + <usize>(place - down * tilesAcross) * pixelBytes) << 2)
    for (let vector: usize = 0; vector < pixelBytes; vector += 32) {
      for (let row: usize = 0; row < 6; row++) transformInput(from + row * rowBytes + vector, pixelBytes, lines + row * far, near)
      for (let col: usize = 0; col < 6; col++) transformInput(lines + col * near, far, target + vector + col * step, 6 * step)
    }
    target += pixelBytes
  }
}

/**
 * Some images through a convolution. Forward: adds the bias and applies ReLU. As input gradient (turned weights, `gate` the
 * layer's own input): no bias, and what the ReLU below had cut off is cut off. With `codes`, 2×2 max pooling follows: `output`
 * is the pooled map, and which value was the largest goes to codes (image, row, col, filter), see `poolTile`.
 * @param input its first pixel of the border @param output (and `gate`) its first pixel inside the border
 * @param weights transformed @param workspace see `winogradWorkspace`
 */
export function winogradConvolve(
  input: usize,
  inputImage: usize,
  inputRow: usize,
  channels: usize,
  weights: usize,
  bias: usize,
  panels: i32,
  output: usize,
  outputImage: usize,
  outputRow: usize,
  gate: usize,
  codes: usize,
  tilesDown: i32,
  tilesAcross: i32,
  images: i32,
  blockTiles: i32,
  workspace: usize,
): void {
  const pixelBytes = channels << 2
  const inputStep = pointStep(<usize>blockTiles * pixelBytes)
  const panelStep = (<usize>blockTiles) << 5
  const productStep = pointStep(<usize>panels * panelStep)
  const weightStep = <usize>panels * (channels << 5)
  const products = workspace + 36 * inputStep
  const total = images * tilesDown * tilesAcross
  for (let first: i32 = 0; first < total; first += blockTiles) {
    const count = min(blockTiles, total - first)
    transformInputs(input, inputImage, inputRow, pixelBytes, tilesDown, tilesAcross, first, count, workspace, inputStep)
    for (let point: usize = 0; point < 36; point++) {
      const from = workspace + point * inputStep
      let panelWeights = weights + point * weightStep
      let to = products + point * productStep
      let panel: i32 = 0
      for (; panel + 2 <= panels; panel += 2) {
        multiplyPanels(from, pixelBytes, panelWeights, channels << 5, to, panelStep, count)
        panelWeights += channels << 6
        to += 2 * panelStep
      }
      if (panel < panels) {
        for (let tile: i32 = 0; tile < count; tile += 6) {
          const rows = from + <usize>tile * pixelBytes
          dotTile(
            nothing,
            to + ((<usize>tile) << 5),
            rows,
            rows + pixelBytes,
            rows + 2 * pixelBytes,
            rows + 3 * pixelBytes,
            rows + 4 * pixelBytes,
            rows + 5 * pixelBytes,
            panelWeights,
            pixelBytes,
            1,
            0,
          )
        }
      }
    }
    gatherOutputs(
      products,
      productStep,
      panelStep,
      bias,
      panels,
      output,
      outputImage,
      outputRow,
      gate,
      codes,
      tilesDown,
      tilesAcross,
      first,
      count,
    )
  }
}

function gatherOutputs(
  products: usize,
  step: usize,
  panelStep: usize,
  bias: usize,
  panels: i32,
  output: usize,
  imageBytes: usize,
  rowBytes: usize,
  gate: usize,
  codes: usize,
  tilesDown: i32,
  tilesAcross: i32,
  first: i32,
  count: i32,
): void {
  const lines = scratch + linesOffset // of a tile between its two passes: 36 pairs of vectors
  const near = step32()
  const far = step128()
  const finished = scratch + finishedOffset
  const zero = f32x4.splat(0)
  const pixelBytes = (<usize>panels) << 5
  const perImage = tilesDown * tilesAcross
  const side: usize = codes ? 1 : 2 // of a tile's outputs, as a shift: 2 pooled pixels or 4
  const codeRow = <usize>tilesAcross * 2 * pixelBytes
  for (let tile: i32 = 0; tile < count; tile++) {
    const image = (first + tile) / perImage
    const place = first + tile - image * perImage
    const down = place / tilesAcross
    const across = <usize>(place - down * tilesAcross)
    const corner = <usize>image * imageBytes + ((<usize>down * rowBytes + across * pixelBytes) << side)
    const code = codes + <usize>(image * tilesDown + down) * 2 * codeRow + 2 * across * pixelBytes
    for (let lanes: usize = 0; lanes < pixelBytes; lanes += 32) {
      const from = products + (lanes >> 5) * panelStep + ((<usize>tile) << 5)
      for (let row: usize = 0; row < 6; row++) gatherOutput(from + row * 6 * step, step, lines + row * far, near)
      for (let col: usize = 0; col < 4; col++) gatherOutput(lines + col * near, far, finished + col * near, far)
      let at = corner + lanes
      if (codes) {
        poolTile(finished, bias + lanes, output + at, rowBytes, code + lanes, codeRow, pixelBytes)
      } else if (gate) {
        for (let row: usize = 0; row < 4; row++) {
          const values = finished + row * far
          for (let col: usize = 0; col < 4; col++) {
            const to = at + col * pixelBytes
            const low = v128.and(v128.load(values + col * near, 0), f32x4.gt(v128.load(gate + to, 0), zero))
            const high = v128.and(v128.load(values + col * near, 16), f32x4.gt(v128.load(gate + to, 16), zero))
            v128.store(output + to, high, 16)
            v128.store(output + to, low, 0)
          }
          at += rowBytes
        }
      } else {
        const offset = v128.load(bias + lanes, 0)
        const Offset = v128.load(bias + lanes, 16)
        for (let row: usize = 0; row < 4; row++) {
          const values = finished + row * far
          for (let col: usize = 0; col < 4; col++) {
            const to = output + at + col * pixelBytes
            const low = f32x4.relaxed_max(zero, f32x4.add(v128.load(values + col * near, 0), offset))
            const high = f32x4.relaxed_max(zero, f32x4.add(v128.load(values + col * near, 16), Offset))
            v128.store(to, high, 16)
            v128.store(to, low, 0)
          }
          at += rowBytes
        }
      }
    }
  }
}

/**
 * Adds some images' part to a convolution's gradients: of its biases, and of its weights as sums over tiles of transformed
 * input · transformed gradient, which `winogradGather` turns into gradients once a batch.
 * @param gradient of the layer's output, its first pixel inside the border; where pooling follows (`codes`), it is written
 * first, from the gradient of the pooled map
 * @param sums (point, panel, channel padded to a multiple of 6, filter in panel)
 */
export function winogradWeightGradient(
  input: usize,
  inputImage: usize,
  inputRow: usize,
  channels: usize,
  gradient: usize,
  gradientImage: usize,
  gradientRow: usize,
  filters: usize,
  pooled: usize,
  pooledImage: usize,
  pooledRow: usize,
  codes: usize,
  sums: usize,
  biasGradient: usize,
  tilesDown: i32,
  tilesAcross: i32,
  images: i32,
  blockTiles: i32,
  workspace: usize,
): void {
  const lines = scratch + linesOffset // of a tile between its two passes: 36 pairs of vectors
  const near = step32()
  const far = step192()
  const pixelBytes = channels << 2
  const gradientPixel = filters << 2
  const inputStep = pointStep(<usize>blockTiles * pixelBytes)
  const gradientStep = pointStep(<usize>blockTiles * gradientPixel)
  const gradients = workspace + 36 * inputStep
  const panelStep = ((channels + 5) / 6) * tileBytes
  const codeRow = <usize>tilesAcross * 2 * gradientPixel
  const perImage = tilesDown * tilesAcross
  const total = images * perImage
  for (let first: i32 = 0; first < total; first += blockTiles) {
    const count = min(blockTiles, total - first)
    transformInputs(input, inputImage, inputRow, pixelBytes, tilesDown, tilesAcross, first, count, workspace, inputStep)
    let to = gradients
    for (let tile = first; tile < first + count; tile++) {
      const image = tile / perImage
      const place = tile - image * perImage
      const down = place / tilesAcross
      const across = <usize>(place - down * tilesAcross)
      const from = gradient + <usize>image * gradientImage + ((<usize>down * gradientRow + across * gradientPixel) << 2)
      const above = pooled + <usize>image * pooledImage + ((<usize>down * pooledRow + across * gradientPixel) << 1)
      const code = codes + <usize>(image * tilesDown + down) * 2 * codeRow + 2 * across * gradientPixel
      for (let vector: usize = 0; vector < gradientPixel; vector += 32) {
        if (codes) spreadTile(above + vector, pooledRow, code + vector, codeRow, from + vector, gradientRow, gradientPixel)
        for (let row: usize = 0; row < 4; row++) transformGradient(from + row * gradientRow + vector, gradientPixel, lines + row * far, near)
        for (let col: usize = 0; col < 6; col++) transformGradient(lines + col * near, far, to + vector + col * gradientStep, 6 * gradientStep)
        // point (1, 1) is the tile's plain sum
        const biases = biasGradient + vector
        const plain = to + vector + 7 * gradientStep
        const low = f32x4.add(v128.load(biases, 0), v128.load(plain, 0))
        const high = f32x4.add(v128.load(biases, 16), v128.load(plain, 16))
        v128.store(biases, high, 16)
        v128.store(biases, low, 0)
      }
      to += gradientPixel
    }
    let target = sums
    for (let point: usize = 0; point < 36; point++) {
      const left = workspace + point * inputStep
      const right = gradients + point * gradientStep
      let lanes: usize = 0
      for (; lanes + 64 <= gradientPixel; lanes += 64) {
        for (let channel: usize = 0; channel < pixelBytes; channel += 24) {
          addPanels(target, panelStep, left + channel, pixelBytes, right + lanes, gradientPixel, count)
          target += tileBytes
        }
        target += panelStep
      }
      if (lanes < gradientPixel) {
        for (let channel: usize = 0; channel < pixelBytes; channel += 24) {
          outerTile(target, left + channel, pixelBytes, 0, right + lanes, gradientPixel, 0, 1, count)
          target += tileBytes
        }
      }
    }
  }
}

/** Gradients of weights, laid out like them, from the sums of a batch; they are overwritten. */
export function winogradGather(sums: usize, weightGradient: usize, channels: i32, panels: i32): void {
  const lines = scratch + linesOffset // of a tile between its two passes: 36 pairs of vectors
  const near = step32()
  const far = step96()
  const tapStep = (<usize>channels) << 5
  const panelStep = <usize>((channels + 5) / 6) * 192
  const step = <usize>panels * panelStep
  for (let panel: i32 = 0; panel < panels; panel++) {
    const from = sums + <usize>panel * panelStep
    const to = weightGradient + <usize>panel * tapStep * 9
    for (let vector: usize = 0; vector < tapStep; vector += 32) {
      for (let row: usize = 0; row < 6; row++) gatherWeights(from + vector + row * 6 * step, step, lines + row * far, near)
      for (let col: usize = 0; col < 3; col++) gatherWeights(lines + col * near, far, to + vector + col * tapStep, 3 * tapStep)
    }
  }
}
