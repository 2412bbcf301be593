import type { EngineDataset, TrainingImages } from '../engine.ts'
import type { Gpu } from './gpu.ts'
import { TooLarge, type Memory } from './memory.ts'

/** A part of a dataset's images that one buffer can hold. */
export interface Page {
  /** uint8 (image, row, col, channel), four to a word. */
  pixels: GPUBuffer
  first: number
  count: number
}

/** Training or test images on the device. */
export interface DeviceImages {
  count: number
  pages: Page[]
  /** uint32 (image) */
  labels: GPUBuffer
}

export interface DeviceDataset {
  train: DeviceImages
  test: DeviceImages
  /** (channel) → scale, offset */
  tones: GPUBuffer
  /** Values of one image. */
  imageLength: number
}

export function uploadDataset(gpu: Gpu, memory: Memory, dataset: EngineDataset): DeviceDataset {
  const imageLength = dataset.height * dataset.width * dataset.channels
  const tones = memory.reserve(dataset.channels * 8)
  const pairs = Array.from(dataset.scale, (scale, channel) => [scale, dataset.offset[channel] ?? 0])
  gpu.device.queue.writeBuffer(tones, 0, Float32Array.from(pairs.flat()))
  const upload = (images: TrainingImages): DeviceImages => uploadImages(gpu, memory, images, imageLength)
  return { train: upload(dataset.train), test: upload(dataset.test), tones, imageLength }
}

function uploadImages(
  { device, largestBuffer }: Gpu,
  memory: Memory,
  images: TrainingImages,
  imageLength: number,
): DeviceImages {
  const labels = memory.reserve(images.count * 4)
  device.queue.writeBuffer(labels, 0, Uint32Array.from(images.labels))
  // four images fill whole words, whatever their size
  const perPage = Math.floor(largestBuffer / imageLength / 4) * 4
  if (perPage === 0) throw new TooLarge(imageLength * 4, largestBuffer)
  const pages: Page[] = []
  for (let first = 0; first < images.count; first += perPage) {
    const count = Math.min(perPage, images.count - first)
    const bytes = new Uint8Array(Math.ceil((count * imageLength) / 4) * 4)
    bytes.set(images.images.subarray(first * imageLength, (first + count) * imageLength))
    const pixels = memory.reserve(bytes.length)
    device.queue.writeBuffer(pixels, 0, bytes)
    pages.push({ pixels, first, count })
  }
  return { count: images.count, pages, labels }
}
