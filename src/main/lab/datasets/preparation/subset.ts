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

/**
 * @param images (image, pixel), uint8, `imageBytes` each
 * @param chosen image indices
 * @returns (chosen image, pixel)
 */
export function gatherImages(images: Uint8Array, imageBytes: number, chosen: Uint32Array): Uint8Array {
  const gathered = new Uint8Array(chosen.length * imageBytes)
  chosen.forEach((image, index) => {
    gathered.set(images.subarray(image * imageBytes, (image + 1) * imageBytes), index * imageBytes)
  })
  return gathered
}

/**
 * @param labels (image), 0 … classes − 1
 * @returns image indices: the first image of each class, then the second of each, up to `perClass`
 */
export function firstOfEachClass(labels: Uint8Array, classes: number, perClass: number): Uint32Array {
  const turns: number[][] = Array.from({ length: perClass }, () => [])
  const seen = Array.from({ length: classes }, () => 0)
  labels.forEach((label, image) => {
    const turn = seen[label] ?? 0
    if (turn < perClass) turns[turn]?.push(image)
    seen[label] = turn + 1
  })
  const inClassOrder = (a: number, b: number): number => (labels[a] ?? 0) - (labels[b] ?? 0)
  return Uint32Array.from(turns.flatMap((images) => images.toSorted(inClassOrder)))
}
