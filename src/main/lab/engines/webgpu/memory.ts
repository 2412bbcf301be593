import { LabError } from '../../../../shared/errors.ts'
import type { Gpu } from './gpu.ts'

/** GPUBufferUsage: what every buffer of ours may be used for, and a buffer that the CPU reads. */
const storage = 0x80 | 0x8 | 0x4 // storage, copy to, copy from
const reading = 0x1 | 0x8 // map to read, copy to

/** Buffers that are given back together. */
export interface Memory {
  /** Of all buffers. */
  readonly bytes: number
  /** A buffer of zeros. @throws TooLarge */
  reserve(bytes: number): GPUBuffer
  free(): void
}

export function openMemory({ device, largestBuffer }: Pick<Gpu, 'device' | 'largestBuffer'>): Memory {
  const buffers: GPUBuffer[] = []
  return {
    get bytes() {
      return buffers.reduce((sum, { size }) => sum + size, 0)
    },
    reserve(bytes) {
      const size = Math.max(16, Math.ceil(bytes / 16) * 16)
      if (size > largestBuffer) throw new TooLarge(size, largestBuffer)
      const buffer = device.createBuffer({ size, usage: storage })
      buffers.push(buffer)
      return buffer
    },
    free() {
      for (const buffer of buffers.splice(0)) buffer.destroy()
    },
  }
}

/**
 * Makes something of buffers, and tells whether the device's memory was too full for them: what was made is then of no use.
 * @param make does not wait for anything
 * @throws LabError `engine.failed` when the device refuses it for another reason
 */
export async function fillMemory<Made>(device: GPUDevice, make: () => Made): Promise<{ made: Made; full: boolean }> {
  // A buffer that is not there is refused wherever it is used.
  device.pushErrorScope('validation')
  device.pushErrorScope('out-of-memory')
  let scopes: Promise<GPUError | null>[] = []
  let made: Made
  try {
    made = make()
  } finally {
    scopes = [device.popErrorScope(), device.popErrorScope()]
  }
  const [shortage, refusal] = await Promise.all(scopes)
  if (refusal && !shortage) throw new LabError('engine.failed', `the GPU refused its work: ${refusal.message}`)
  return { made, full: Boolean(shortage) }
}

/** A buffer would be larger than the device allows. */
export class TooLarge extends LabError {
  readonly bytes: number
  readonly largest: number

  constructor(bytes: number, largest: number) {
    const megabytes = (value: number): string => `${Math.ceil(value / 2 ** 20)} MiB`
    super(
      'engine.failed',
      `the network needs a buffer of ${megabytes(bytes)} on the GPU, which allows ${megabytes(largest)}; take a smaller batch or a smaller network`,
    )
    this.bytes = bytes
    this.largest = largest
  }
}

/** The device's memory is full, not a single buffer too large. */
export function outOfMemory(): LabError {
  return new LabError(
    'engine.failed',
    "the GPU's memory does not suffice for this network, not even for one trial; take a smaller batch or network, or the wasm engine",
  )
}

/** A part of a buffer, in bytes. */
export interface Extent {
  buffer: GPUBuffer
  offset: number
  bytes: number
}

/** Copies parts of buffers to the CPU, once all that was submitted before is done. */
export async function readBack(device: GPUDevice, extents: Extent[]): Promise<ArrayBuffer[]> {
  const size = extents.reduce((sum, { bytes }) => sum + bytes, 0)
  if (size === 0) return extents.map(() => new ArrayBuffer(0))
  const staging = device.createBuffer({ size, usage: reading })
  try {
    const encoder = device.createCommandEncoder()
    let at = 0
    for (const { buffer, offset, bytes } of extents) {
      if (bytes > 0) encoder.copyBufferToBuffer(buffer, offset, staging, at, bytes)
      at += bytes
    }
    device.queue.submit([encoder.finish()])
    await staging.mapAsync(1)
    const mapped = staging.getMappedRange()
    let from = 0
    return extents.map(({ bytes }) => mapped.slice(from, (from += bytes)))
  } finally {
    staging.destroy()
  }
}
