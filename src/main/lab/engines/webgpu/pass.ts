import type { Kernel } from './kernels.ts'

/** One kernel over one set of buffers: a part of a training step. */
export interface Pass {
  /** As the benchmark names it: stage, direction. */
  name: string
  kernel: Kernel
  buffers: GPUBindGroup
  /** Workgroups along x and y for a batch of so many images; along z there are `layers` for each trial. */
  grid(images: number): [x: number, y: number]
  layers: number
  /** Floating-point operations of one workgroup, roughly: what its time is reckoned from. */
  cost: number
}

/** What all passes of one step share. */
export interface Launch {
  /** Trials, from slot 0 on. */
  slots: number
  images: number
  first: number
  step: number
}

/** Operations that one value costs a kernel that computes little and waits for memory. */
export const costOfValue = 60
