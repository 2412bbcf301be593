/** Two clusters that were joined: leaves are 0…n − 1, the k-th merge makes cluster n + k. */
export interface Merge {
  /** The smaller id first. */
  first: number
  second: number
  /** Mean distance between their leaves. */
  height: number
  /** Leaves of the new cluster. */
  leaves: number
}

export interface Clustering {
  /** n − 1 merges, from the lowest. */
  merges: Merge[]
  /** Leaves from left to right in the tree, the cluster of the smaller id to the left. */
  order: Int32Array
}

/**
 * Hierarchical clustering by average linkage (UPGMA; Sokal & Michener 1958). The distance of two clusters is the mean over
 * the pairs of their leaves; pairs that are NaN (not compared) do not count, and clusters without any counted pair are
 * joined last, at an infinite height. Of equally near clusters those of the smallest ids are joined first.
 * @param distances (leaf, leaf), symmetric @param size number of leaves
 */
export function clusterByAverage(distances: Float64Array, size: number): Clustering {
  const sums = new Float64Array(size * size) // over counted pairs, by the slots of two clusters
  const counts = new Float64Array(size * size)
  for (let place = 0; place < distances.length; place++) {
    const distance = distances[place] ?? NaN
    if (Number.isNaN(distance)) continue
    sums[place] = distance
    counts[place] = 1
  }
  const ids = Array.from({ length: size }, (_, leaf) => leaf) // the cluster in each slot; −1 once it is joined
  const leavesOf = Array.from({ length: size }, () => 1)
  const distanceOf = (a: number, b: number): number => {
    const count = counts[a * size + b] ?? 0
    return count === 0 ? Infinity : (sums[a * size + b] ?? 0) / count
  }
  const nearest = new Int32Array(size).fill(-1) // of each slot, among the later slots
  const find = (slot: number): void => {
    let best = -1
    for (let other = slot + 1; other < size; other++) {
      if (ids[other] === -1) continue
      if (best === -1 || distanceOf(slot, other) < distanceOf(slot, best)) best = other
    }
    nearest[slot] = best
  }
  for (let slot = 0; slot < size; slot++) find(slot)

  const merges: Merge[] = []
  for (let merge = 0; merge < size - 1; merge++) {
    let into = -1
    for (let slot = 0; slot < size; slot++) {
      if (ids[slot] === -1 || nearest[slot] === -1) continue
      if (into === -1 || distanceOf(slot, nearest[slot] ?? 0) < distanceOf(into, nearest[into] ?? 0)) into = slot
    }
    const gone = nearest[into] ?? 0
    const pair = [ids[into] ?? 0, ids[gone] ?? 0].toSorted((a, b) => a - b)
    const leaves = (leavesOf[into] ?? 0) + (leavesOf[gone] ?? 0)
    merges.push({ first: pair[0] ?? 0, second: pair[1] ?? 0, height: distanceOf(into, gone), leaves })
    for (let other = 0; other < size; other++) {
      if (ids[other] === -1 || other === into || other === gone) continue
      for (const table of [sums, counts]) {
        const joined = (table[into * size + other] ?? 0) + (table[gone * size + other] ?? 0)
        table[into * size + other] = joined
        table[other * size + into] = joined
      }
    }
    ids[gone] = -1
    ids[into] = size + merge
    leavesOf[into] = leaves
    for (let slot = 0; slot < size; slot++) {
      if (ids[slot] === -1) continue
      const near = nearest[slot] ?? -1
      if (slot === into || near === into || near === gone) find(slot)
      else if (slot < into && near !== -1 && distanceOf(slot, into) < distanceOf(slot, near)) nearest[slot] = into
    }
  }
  return { merges, order: orderLeaves(merges, size) }
}

function orderLeaves(merges: readonly Merge[], size: number): Int32Array {
  const order = new Int32Array(size)
  let place = 0
  const open = size === 0 ? [] : [2 * size - 2]
  for (let cluster = open.pop(); cluster !== undefined; cluster = open.pop()) {
    const merge = merges[cluster - size]
    if (merge) open.push(merge.second, merge.first)
    else order[place++] = cluster
  }
  return order
}
