import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { LabError } from '../../../../shared/errors.ts'
import { wasmFile } from '../../locations.ts'

/** The compiled kernels' exports. Pointers are byte addresses; what each argument means stands in assembly/. */
export interface Kernels {
  loadImages(
    pixels: number,
    images: number,
    height: number,
    width: number,
    channels: number,
    scale: number,
    offset: number,
    output: number,
    outputImage: number,
    outputRow: number,
    outputPixel: number,
  ): void
  copyRows(from: number, fromRow: number, to: number, toRow: number, rows: number, rowBytes: number): void
  convolve(
    input: number,
    windows: number,
    rowBytes: number,
    channels: number,
    weights: number,
    bias: number,
    panels: number,
    output: number,
    places: number,
    gate: number,
    tiles: number,
  ): void
  convolutionWeightGradient(
    input: number,
    gradient: number,
    weightGradient: number,
    biasGradient: number,
    height: number,
    width: number,
    channels: number,
    filters: number,
    blockRows: number,
  ): void
  turnWeights(weights: number, target: number, channels: number, filters: number): void
  winogradWeights(weights: number, target: number, channels: number, panels: number): void
  winogradConvolve(
    input: number,
    inputImage: number,
    inputRow: number,
    channels: number,
    weights: number,
    bias: number,
    panels: number,
    output: number,
    outputImage: number,
    outputRow: number,
    gate: number,
    codes: number,
    tilesDown: number,
    tilesAcross: number,
    images: number,
    blockTiles: number,
    workspace: number,
  ): void
  winogradWeightGradient(
    input: number,
    inputImage: number,
    inputRow: number,
    channels: number,
    gradient: number,
    gradientImage: number,
    gradientRow: number,
    filters: number,
    pooled: number,
    pooledImage: number,
    pooledRow: number,
    codes: number,
    sums: number,
    biasGradient: number,
    tilesDown: number,
    tilesAcross: number,
    images: number,
    blockTiles: number,
    workspace: number,
  ): void
  winogradGather(sums: number, weightGradient: number, channels: number, panels: number): void
  clear(at: number, bytes: number): void
  sumParts(source: number, step: number, parts: number, count: number, target: number): void
  poolForward(
    input: number,
    inputRow: number,
    output: number,
    outputRow: number,
    height: number,
    width: number,
    channels: number,
  ): void
  poolInputGradient(
    input: number,
    inputRow: number,
    gradient: number,
    gradientRow: number,
    output: number,
    outputRow: number,
    height: number,
    width: number,
    channels: number,
  ): void
  denseForward(
    input: number,
    inputRow: number,
    inputs: number,
    batch: number,
    weights: number,
    bias: number,
    panels: number,
    output: number,
    outputRow: number,
    relu: number,
    workspace: number,
  ): void
  denseWeightGradient(
    input: number,
    inputRow: number,
    inputs: number,
    batch: number,
    gradient: number,
    gradientRow: number,
    panels: number,
    weightGradient: number,
    biasGradient: number,
  ): void
  denseInputGradient(
    input: number,
    inputRow: number,
    inputs: number,
    batch: number,
    weights: number,
    gradient: number,
    gradientRow: number,
    panels: number,
    output: number,
    outputRow: number,
    workspace: number,
    firstInput: number,
    lastInput: number,
  ): void
  toColumns(rows: number, rowBytes: number, inputs: number, batch: number, columns: number): void
  toRows(
    columns: number,
    inputs: number,
    batch: number,
    gate: number,
    floor: number,
    rows: number,
    rowBytes: number,
  ): void
  sparseForward(
    columns: number,
    weights: number,
    bias: number,
    offsets: number,
    starts: number,
    blocks: number,
    units: number,
    output: number,
  ): void
  sparseInputGradient(
    weights: number,
    offsets: number,
    starts: number,
    blocks: number,
    units: number,
    gradient: number,
    below: number,
  ): void
  sparseWeightGradient(
    columns: number,
    inputs: number,
    chunks: number,
    offsets: number,
    starts: number,
    blocks: number,
    units: number,
    first: number,
    last: number,
    gradient: number,
    weightGradient: number,
    biasGradient: number,
  ): void
  softmaxCrossEntropy(
    logits: number,
    rowBytes: number,
    classes: number,
    labels: number,
    batch: number,
    gradient: number,
  ): number
  countCorrect(logits: number, rowBytes: number, classes: number, labels: number, batch: number): number
  adam(
    weights: number,
    gradients: number,
    first: number,
    second: number,
    masks: number,
    count: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    stepSize: number,
    rootCorrection: number,
  ): void
  sgd(
    weights: number,
    gradients: number,
    velocity: number,
    masks: number,
    count: number,
    momentum: number,
    learningRate: number,
  ): void
  setScratch(at: number): void
  firstFreeByte(): number
}

/**
 * Lets V8 join two neighbouring vectors of 128 bits into one of 256 where the processor has them (x86-64 with AVX2): the same
 * operations on the same lanes, so the same bytes, in up to half the time. V8 still calls it experimental; the Node is pinned,
 * tests compare the bytes, and TICKETSCOPE_WIDE_VECTORS=off turns it off.
 */
function allowWideVectors(): void {
  if (process.env['TICKETSCOPE_WIDE_VECTORS'] !== 'off') setFlagsFromString('--experimental-wasm-revectorize')
}

/** Compiles the kernels. @throws LabError `engine.unavailable` without relaxed SIMD, or without the compiled file */
export function compileKernels(): WebAssembly.Module {
  const file = wasmFile('training')
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    throw new LabError('engine.unavailable', `${file} cannot be read; build the project again (npm run build)`, {
      cause,
    })
  }
  if (!WebAssembly.validate(bytes)) {
    throw new LabError(
      'engine.unavailable',
      'this Node.js does not run WebAssembly with relaxed SIMD; use the Node that the project brings, or Node 22 or later',
    )
  }
  allowWideVectors()
  return new WebAssembly.Module(bytes)
}

/** Most bytes that one network may take: what a WebAssembly memory can address. */
export const memoryLimit = 65536 * 65536

function abort(): never {
  throw new LabError('internal', 'a training kernel stopped')
}

export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  // The one place where the compiled module's exports get their types.
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as Kernels
}
