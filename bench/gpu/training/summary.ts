import type { NetworkPlan } from '../../../src/main/lab/science/networks.ts'
import type { KernelTime } from './kernel-times.ts'
import { best, type Entrants } from './race.ts'
import type { Roofline } from './roofline.ts'
import type { Settings } from './settings.ts'
import { flopsPerImage } from './step-cost.ts'

interface Measured {
  roofline: Roofline | null
  kernels: KernelTime[] | null
  raced: Entrants
}

/** What the figures say: speeds as shares of the peak, ours beside PyTorch's best, where a step's time goes. */
export function summarise(plan: NetworkPlan, { batch, kernelTrials, peerTrials }: Settings, measured: Measured) {
  const { roofline, kernels, raced } = measured
  const peak = roofline?.flops ?? NaN
  const rate = (imagesPerSecond: number | null) => {
    const flops = imagesPerSecond === null ? null : imagesPerSecond * flopsPerImage(plan)
    return {
      imagesPerSecond,
      teraflopsPerSecond: flops === null ? null : flops / 1e12,
      shareOfPeak: flops === null ? null : flops / peak,
    }
  }
  const ours = raced.ours.map(({ trials: count, imagesPerSecond, bytes }) => ({
    ...{ trials: count, ...rate(imagesPerSecond), megabytes: bytes / 1e6 },
    millisecondsPerStep: imagesPerSecond === null ? null : (count * batch * 1000) / imagesPerSecond,
  }))
  const torch = raced.torch.map(({ trials: count, arrangement, tf32, imagesPerSecond, error }) => ({
    ...{ trials: count, arrangement, tf32, ...rate(imagesPerSecond), ...(error !== undefined && { error }) },
  }))
  const beside = peerTrials.map((count) => {
    const own = ours.find((one) => one.trials === count)?.imagesPerSecond ?? null
    const fastest = best(raced.torch, count)
    const theirs = fastest?.imagesPerSecond ?? null
    const ratio = own !== null && theirs !== null ? own / theirs : null
    return { trials: count, ours: own, torch: theirs, arrangement: fastest?.arrangement ?? null, ratio }
  })
  return { ours, torch, beside, ...sumKernels(kernels, peak, kernelTrials, ours) }
}

/** @param trials of the kernels' table */
function sumKernels(
  kernels: KernelTime[] | null,
  peak: number,
  trials: number,
  ours: { trials: number; millisecondsPerStep: number | null }[],
) {
  if (!kernels) return {}
  const total = (of: KernelTime[], value: (kernel: KernelTime) => number): number =>
    of.reduce((sum, kernel) => sum + value(kernel), 0)
  const milliseconds = total(kernels, (kernel) => kernel.milliseconds)
  const layers = [...new Set(kernels.map(({ kernel }) => kernel.split(' ')[0] ?? ''))]
  const products = kernels.filter(({ kernel }) => / (forward|gradient|backward)(, sum)?$/.test(kernel))
  const byLayer = layers.flatMap((layer) => {
    const own = products.filter(({ kernel }) => kernel.startsWith(`${layer} `))
    const time = total(own, (kernel) => kernel.milliseconds)
    // what adds up the shares of a sum is a cost of the product, no work of its own
    const flops = total(own, ({ kernel, flops: count }) => (kernel.endsWith(', sum') ? 0 : (count ?? 0)))
    if (own.length === 0 || flops === 0) return []
    return [{ layer, milliseconds: time, shareOfPeak: flops / (time / 1000) / peak }]
  })
  const step = ours.find((one) => one.trials === trials)?.millisecondsPerStep ?? null
  return {
    products: byLayer,
    step: { trials, milliseconds: step, kernels: milliseconds, besides: step === null ? null : step - milliseconds },
    unpriced: kernels.filter(({ flops }) => flops === null).map(({ kernel }) => kernel),
  }
}
