/** The one thing that drawing a subset needs from a random stream (science/streams.ts). */
export interface ShuffleStream {
  shuffle(list: Uint32Array): Uint32Array
}

/**
 * Draws `wanted` images, as equally from every class as the classes allow; which classes give one more is drawn too.
 * With the same stream a smaller subset is part of a larger one.
 * @param labels (image), 0 … classes − 1
 * @param wanted 0 … labels.length
 * @returns image indices, in their original order
 */
export function drawSubset(labels: Uint8Array, classes: number, wanted: number, stream: ShuffleStream): Uint32Array {
  const members: number[][] = Array.from({ length: classes }, () => [])
  labels.forEach((label, image) => members[label]?.push(image))
  const order = stream.shuffle(Uint32Array.from({ length: classes }, (_, label) => label))
  const drawn = members.map((images) => stream.shuffle(Uint32Array.from(images)))
  const chosen = new Uint32Array(wanted)
  let filled = 0
  // Round by round, each class that still has an image gives its next one.
  for (let turn = 0; filled < wanted; turn++) {
    for (const label of order) {
      const image = drawn[label]?.[turn]
      if (image !== undefined && filled < wanted) chosen[filled++] = image
    }
  }
  return chosen.sort()
}
