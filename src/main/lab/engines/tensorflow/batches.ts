import { LabError } from '../../../../shared/errors.ts'
import type { EngineDataset, TrainingImages } from '../engine.ts'

/** Reads batches. The pixels stay where they lie, as bytes in shared memory: TensorFlow.js has no tensors of uint8. */
export interface BatchReader {
  /** (image, row, col, channel), scaled as the network sees them. @throws LabError `engine.failed` on an impossible index */
  pixels(images: TrainingImages, batch: Uint32Array): Float32Array
  /** (image) */
  labels(images: TrainingImages, batch: Uint32Array): Int32Array
}

export function createBatchReader(dataset: EngineDataset): BatchReader {
  const { channels } = dataset
  const size = dataset.height * dataset.width * channels
  /** (value, channel): pixel · scale[channel] + offset[channel] */
  const scaled = Float32Array.from({ length: 256 * channels }, (_, index) => {
    const channel = index % channels
    return Math.floor(index / channels) * (dataset.scale[channel] ?? 0) + (dataset.offset[channel] ?? 0)
  })
  return {
    pixels(images, batch) {
      const values = new Float32Array(batch.length * size)
      let to = 0
      for (const image of batch) {
        if (image >= images.count) throw new LabError('engine.failed', `image ${image} of ${images.count} asked for`)
        for (let from = image * size; from < (image + 1) * size; from += channels) {
          for (let channel = 0; channel < channels; channel++) {
            const pixel = images.images[from + channel] ?? 0
            values[to++] = scaled[pixel * channels + channel] ?? 0
          }
        }
      }
      return values
    },
    labels: (images, batch) => Int32Array.from(batch, (image) => images.labels[image] ?? 0),
  }
}
