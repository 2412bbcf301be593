import { groupImages } from './convolution-path.ts'

/**
 * A batch's images are dealt out to this many parts, each with gradient sums of its own that are added up in order. So a
 * result's bytes do not depend on how many threads share the parts.
 */
export const partitions = 4

/** Images `from` … `to` − 1 of a batch of `count`: one part's, whole groups but for the batch's last. */
export function partOf(partition: number, count: number): { from: number; to: number } {
  const groups = Math.ceil(count / groupImages)
  const end = (parts: number): number => Math.min(Math.floor((parts * groups) / partitions) * groupImages, count)
  return { from: end(partition), to: end(partition + 1) }
}
