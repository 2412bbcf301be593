import type { LayerShape } from './layer-shape.ts'

/** Units of a tile's side, as in unit-overlaps.wgsl. */
const tile = 64
/** Pairs of words that one dispatch counts at most: some 20 ms on a small integrated GPU, which a driver still bears with. */
export const mostWords = 2 ** 30
/** Workgroups in one direction, by WebGPU's default limits. */
const mostGroups = 65535
/** What a word costs that is put together bit by bit. */
const gatherCost = 4

/** A part of the work on one layer: some pairs, and of each some tiles of a's units. */
export interface Dispatch {
  firstPair: number
  firstTile: number
  groups: [x: number, y: number, z: number]
}

/**
 * How the counting of one layer is dealt out, so that no dispatch takes a slow GPU long.
 * @param pairs of networks @param most pairs of words of a dispatch, if one tile of units does not need more
 */
export function planDispatches(
  { units, inputs, words, blocks }: LayerShape,
  pairs: number,
  most = mostWords,
): Dispatch[] {
  const tiles = Math.ceil(units / tile)
  const gathers = blocks > 0 && (inputs / blocks) % 32 !== 0
  const rowCost = 3 * tiles * tile * tile * Math.max(words, 1) * (gathers ? gatherCost : 1)
  const rows = Math.max(1, Math.min(tiles, Math.floor(most / rowCost)))
  const together = Math.max(1, Math.min(Math.floor(mostGroups / 3), Math.floor(most / (rowCost * tiles))))
  const dispatches: Dispatch[] = []
  for (let firstPair = 0; firstPair < pairs && tiles > 0; firstPair += together) {
    const depth = 3 * Math.min(together, pairs - firstPair)
    for (let firstTile = 0; firstTile < tiles; firstTile += rows)
      dispatches.push({ firstPair, firstTile, groups: [tiles, Math.min(rows, tiles - firstTile), depth] })
  }
  return dispatches
}
