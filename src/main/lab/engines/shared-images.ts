import type { EngineDataset, TrainingImages } from './engine.ts'

/** The same bytes where every thread can read them; no copy when they lie there already. */
function share(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

const shareImages = ({ images, labels, count }: TrainingImages): TrainingImages => ({
  images: share(images),
  labels: share(labels),
  count,
})

/** A dataset whose pixels and labels all threads can read: passing it to a worker copies none of them. */
export function shareDataset(dataset: EngineDataset): EngineDataset {
  return { ...dataset, train: shareImages(dataset.train), test: shareImages(dataset.test) }
}
