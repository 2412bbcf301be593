import { openConveyor, type Conveyor } from './conveyor.ts'
import { openKernels, type Kernels } from './kernels.ts'

/** What a device can do; the defaults are its own. */
export interface GpuLimits {
  /** Bytes of the largest buffer that a kernel may see whole. */
  largestBuffer: number
  /** Operations of the first submission, before the device's speed is known. */
  firstOperations: number
}

/** An open device with what all that runs on it shares. */
export interface Gpu {
  device: GPUDevice
  largestBuffer: number
  kernels: Kernels
  conveyor: Conveyor
}

/** Half a second on the slowest device. */
const usualOperations = 2e8

/** @param device stays its owner's, who may close it when nothing runs on it any more */
export function openGpu(device: GPUDevice, limits: Partial<GpuLimits> = {}): Gpu {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits
  const { largestBuffer = Math.min(maxBufferSize, maxStorageBufferBindingSize), firstOperations = usualOperations } =
    limits
  return { device, largestBuffer, kernels: openKernels(device), conveyor: openConveyor(device, firstOperations) }
}
