import type { Optimiser } from '../../../../shared/spec.ts'
import { countParameters, maskStride, parameterStride } from './parameters.ts'
import { costOfValue, type Pass } from './pass.ts'
import type { LayerMemory } from './trial-memory.ts'
import { makePass, type Bound, type Workshop } from './workshop.ts'

/**
 * One step of every layer's parameters.
 * @param corrections (slot, step), see kernels/adam.wgsl @param stepStride steps that they have room for
 */
export function makeOptimiser(
  workshop: Workshop,
  perLayer: LayerMemory[],
  optimiser: Optimiser,
  corrections: GPUBuffer,
  stepStride: number,
): Pass[] {
  return perLayer.map(({ layer, weights, gradient, moments: [first, second], mask }) => {
    if (!first) throw new Error('an optimiser keeps moments')
    const buffers: Bound[] = [
      { name: 'weights', access: 'update', element: 'f32', buffer: weights },
      { name: 'gradient', access: 'read', element: 'f32', buffer: gradient },
      { name: 'mask', access: 'read', element: 'u32', buffer: mask },
      { name: 'first', access: 'update', element: 'f32', buffer: first },
    ]
    if (second) {
      buffers.push(
        { name: 'second', access: 'update', element: 'f32', buffer: second },
        { name: 'corrections', access: 'read', element: 'vec2<f32>', buffer: corrections },
      )
    }
    return makePass(workshop, {
      name: `${layer.name} step`,
      files: ['./kernels/optimiser.wgsl', optimiser.kind === 'adam' ? './kernels/adam.wgsl' : './kernels/sgd.wgsl'],
      entry: optimiser.kind,
      buffers,
      constants: {
        count: countParameters(layer),
        stride: parameterStride(layer),
        maskStride: maskStride(layer),
        stepStride,
        ...hyperparameters(optimiser),
      },
      grid: () => [Math.ceil(countParameters(layer) / 256), 1],
      cost: 256 * costOfValue * 2,
    })
  })
}

/** All that an optimiser is but its name. */
const hyperparameters = ({ kind: _kind, ...values }: Optimiser): Record<string, number> => values

/** 1 / (1 − beta1^t) and 1 / (1 − beta2^t) for a trial's step t, counted from 1. */
export function biasCorrections(optimiser: Optimiser, step: number): [number, number] {
  if (optimiser.kind !== 'adam') return [1, 1]
  return [1 / (1 - optimiser.beta1 ** step), 1 / (1 - optimiser.beta2 ** step)]
}
