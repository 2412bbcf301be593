import type { LayerPlan } from '../../science/networks.ts'

/** Images side by side in a column, as in assembly/sparse.ts. */
export const columnImages = 32
/** Inputs of one block: 256 KiB of columns, for the second cache. */
export const blockInputs = 2048
/** Kept share below which computing with the kept weights alone beats computing with all, columns full. */
export const sparseDensity = 0.5
const leastWeights = 8192

/** Where a layer that may become sparse has its memory; all are byte addresses. */
export interface SparsePlace {
  /** Room for this many entries. */
  capacity: number
  offsets: number
  starts: number
  blocks: number
  /** Columns of the layer's input and output, and of their gradients. */
  input: number
  output: number
  outputGradient: number
  /** 0 where no gradient is carried further down. */
  inputGradient: number
}

/** Memory for a layer to become sparse in; null for one that never does. */
export function planSparse(
  layer: LayerPlan,
  inputs: number,
  panels: number,
  images: number,
  carried: boolean,
  reserve: (bytes: number) => number,
): SparsePlace | null {
  if (layer.kind === 'conv' || layer.weights < leastWeights) return null
  const blocks = Math.ceil(inputs / blockInputs)
  const units = panels * 8
  // each block and unit is filled up to a multiple of 4
  const capacity = Math.floor(layer.weights * sparseDensity) + 3 * blocks * units
  if (capacity > inputs * units) return null
  const chunkBytes = Math.ceil(images / columnImages) * columnImages * 4
  return {
    capacity,
    blocks,
    offsets: reserve(capacity * 4),
    starts: reserve((blocks * units + 1) * 4),
    input: reserve(inputs * chunkBytes),
    output: reserve(units * chunkBytes),
    outputGradient: reserve(units * chunkBytes),
    inputGradient: carried ? reserve(inputs * chunkBytes) : 0,
  }
}
