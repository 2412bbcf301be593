import { randomFillSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const recordBytes = 1 + 32 * 32 * 3

/** Writes noise as CIFAR-10's binary version: five training batches and one of test images, all classes in turn. */
export function writeCifar10(folder: string, imagesPerBatch: number): string {
  mkdirSync(folder)
  const bytes = Buffer.alloc(imagesPerBatch * recordBytes)
  for (const name of [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat('test_batch.bin')) {
    randomFillSync(bytes)
    for (let image = 0; image < imagesPerBatch; image++) bytes[image * recordBytes] = image % 10
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}
