import { groupImages } from './convolution-path.ts'

/**
 * A batch's images are dealt out to this many parts, each with gradient sums of its own that are added up in order. So a
 * result's bytes do not depend on how many threads share the parts.
 */
export const partitions = 4

/** Some images of a batch that go through the maps together. */
export interface Group {
  first: number
  count: number
  /** Bytes from the first part's scratch memory to this part's. */
  shift: number
}

/** The groups of one part of a batch of `count` images. */
export function groupsOf(partition: number, count: number, partitionBytes: number): Group[] {
  const groups = Math.ceil(count / groupImages)
  const from = Math.floor((partition * groups) / partitions)
  const to = Math.floor(((partition + 1) * groups) / partitions)
  return Array.from({ length: to - from }, (_, index) => {
    const first = (from + index) * groupImages
    return { first, count: Math.min(groupImages, count - first), shift: partition * partitionBytes }
  })
}
