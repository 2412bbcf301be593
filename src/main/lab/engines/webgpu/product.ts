import type { ShaderFile } from './kernels.ts'
import { costOfValue, type Pass } from './pass.ts'
import { makePass, type Bound, type Workshop } from './workshop.ts'

/** out = A · B for each trial; kernels/product.wgsl says what the files have to define. */
export interface ProductPlan {
  name: string
  /** What A and B are, and what becomes of their product. */
  operands: ShaderFile[]
  finish: ShaderFile[]
  /** Whether four neighbours of A, and of B, lie along the depth. */
  aAlongDepth: boolean
  bAlongDepth: boolean
  operandBuffers: Bound[]
  finishBuffers: Bound[]
  constants: Record<string, number>
  /** Shape of the product, and terms of each of its sums. */
  rows(images: number): number
  columns: number
  depth(images: number): number
}

/** Workgroups that a trial's product should come to, so that few trials fill a large device, too. */
const wantedGroups = 128
/** Terms of a sum below which another split costs more than it gives. */
const leastDepth = 256
const sliceDepth = 16

/** Threads along one side of a tile: each takes eight rows or columns. */
function threadsFor(length: number, most: 8 | 16): number {
  if (length <= 32) return 4
  return length <= 64 ? 8 : most
}

/** How sums are split. It depends on the full batch's shape alone: never on how many trials there are. */
function planSplits(tiles: number, depth: number): { splits: number; depthPerSplit: number } {
  const most = Math.max(1, Math.floor(depth / leastDepth))
  const wanted = Math.min(most, Math.max(1, Math.ceil(wantedGroups / tiles)))
  const depthPerSplit = Math.ceil(depth / wanted / sliceDepth) * sliceDepth
  return { splits: Math.ceil(depth / depthPerSplit), depthPerSplit }
}

/** A product, and where its sums are split a second pass that adds up the shares. */
export function makeProduct(workshop: Workshop, plan: ProductPlan): Pass[] {
  const { memory, slots, batch } = workshop
  const { name, operands, finish, operandBuffers, finishBuffers, rows, columns, depth } = plan
  const [threadsM, threadsN] = [threadsFor(rows(batch), 16), threadsFor(columns, 8)]
  const tilesOver = (images: number): [number, number] => [
    Math.ceil(rows(images) / (threadsM * 8)),
    Math.ceil(columns / (threadsN * 8)),
  ]
  const [down, across] = tilesOver(batch)
  const { splits, depthPerSplit } = planSplits(down * across, depth(batch))
  const constants = { ...plan.constants, threadsM, threadsN, splits, depthPerSplit, partialRows: rows(batch) }
  const multiply: ShaderFile[] = [
    './kernels/product.wgsl',
    plan.aAlongDepth ? './kernels/load-a-along-depth.wgsl' : './kernels/load-a-across.wgsl',
    plan.bAlongDepth ? './kernels/load-b-along-depth.wgsl' : './kernels/load-b-across.wgsl',
  ]
  const product = {
    name,
    entry: 'multiply',
    constants,
    grid: tilesOver,
    layers: splits,
    cost: threadsM * threadsN * 128 * Math.min(depthPerSplit, depth(batch)),
  }
  if (splits === 1) {
    const files: ShaderFile[] = [...operands, ...finish, ...multiply]
    return [makePass(workshop, { ...product, files, buffers: [...operandBuffers, ...finishBuffers] })]
  }
  const partial = {
    name: 'partial',
    element: 'f32',
    fours: columns % 4 === 0 ? 'whole' : 'guarded',
    buffer: memory.reserve(slots * splits * rows(batch) * columns * 4),
  } as const
  const sharing: ShaderFile[] = [
    ...operands,
    './kernels/finish-rows.wgsl',
    './kernels/finish-partial.wgsl',
    ...multiply,
  ]
  return [
    makePass(workshop, {
      ...product,
      files: sharing,
      buffers: [...operandBuffers, { ...partial, access: 'write' }],
    }),
    makePass(workshop, {
      name: `${name}, sum`,
      files: [...operands, ...finish, './kernels/reduce.wgsl'],
      entry: 'add',
      buffers: [...operandBuffers, ...finishBuffers, { ...partial, access: 'read' }],
      constants,
      grid: (images) => [Math.ceil((Math.ceil(rows(images) / 4) * Math.ceil(columns / 4)) / 64), 1],
      cost: 64 * 16 * (splits + costOfValue),
    }),
  ]
}
