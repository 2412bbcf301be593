import type { DecodedDataset } from '../../../src/main/lab/datasets/decoded.ts'
import { storeContent } from '../../../src/main/lab/datasets/index.ts'
import { openStagingWriter } from '../../../src/main/lab/datasets/staging.ts'

/** Stores a dataset that is in memory, as the reader thread stores one that comes from files. */
export function writeContent(home: string, { train, test, ...shape }: DecodedDataset) {
  return storeContent(home, (staging) => {
    const writer = openStagingWriter(staging)
    try {
      writer.write('train', train.images)
      writer.write('test', test.images)
      const split = ({ labels }: DecodedDataset['train']) => ({ labels, order: null })
      return Promise.resolve(writer.finish({ ...shape, train: split(train), test: split(test) }))
    } finally {
      writer.close()
    }
  })
}
