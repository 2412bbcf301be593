/** Images of one split and the class of each. */
export interface DecodedSplit {
  /** (image, row, col, channel), uint8 */
  images: Uint8Array
  /** (image), 0 … classes − 1 */
  labels: Uint8Array
  count: number
}

/** A dataset as every reader gives it back, whatever its format was. */
export interface DecodedDataset {
  height: number
  width: number
  channels: number
  /** One name per class; a label is an index into it. */
  classes: string[]
  train: DecodedSplit
  test: DecodedSplit
}

/** Images of each class, in the order of the labels. */
export function countPerClass(split: DecodedSplit, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0)
  for (const label of split.labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}
