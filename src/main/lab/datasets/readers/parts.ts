import type { ReadSplit } from './reading.ts'

/** Images that were written one after the other: where they begin among those of their split, and their labels. */
export interface WrittenPart {
  start: number
  labels: Uint8Array
}

/** One split from its parts in their final order, which need not be that in which they were written. */
export function joinParts(parts: readonly WrittenPart[]): ReadSplit {
  const labels = Uint8Array.from(Buffer.concat(parts.map((part) => part.labels)))
  const order = new Uint32Array(labels.length)
  let place = 0
  for (const part of parts) {
    for (let image = 0; image < part.labels.length; image++) order[place++] = part.start + image
  }
  return { labels, order: isIdentity(order) ? null : order }
}

export function isIdentity(order: Uint32Array): boolean {
  return order.every((place, index) => place === index)
}
