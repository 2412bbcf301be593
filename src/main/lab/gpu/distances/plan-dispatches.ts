import type { LayerShape } from './layer-shape.ts'

/** Units of a tile's side, as in unit-overlaps.wgsl. */
const tile = 64
/** Pairs of words that one dispatch counts at most: some 20 ms on a small integrated GPU, which a driver still bears with. */
export const mostWords = 2 ** 30
/** Workgroups in one direction, by WebGPU's default limits. */
const mostGroups = 65535
/** What a word costs that is put together bit by bit. */
const gatherCost = 4

/** A part of the work on one layer: some pairs, and of each some tiles of a's units by some of b's. */
export interface Dispatch {
  firstPair: number
  firstTileA: number
  firstTileB: number
  /** Tiles of b's units, of a's, and pairs of three kinds. */
  groups: [x: number, y: number, z: number]
}

/**
 * How the counting of one layer is dealt out, so that no dispatch takes a slow GPU long.
 * @param pairs of networks @param most pairs of words of a dispatch, if one tile of a pair does not need more
 */
export function planDispatches(
  { units, inputs, words, blocks }: LayerShape,
  pairs: number,
  most = mostWords,
): Dispatch[] {
  const tiles = Math.ceil(units / tile)
  const gathers = blocks > 0 && (inputs / blocks) % 32 !== 0
  const cost = 3 * tile * tile * Math.max(words, 1) * (gathers ? gatherCost : 1)
  const atOnce = (each: number, all: number): number => Math.max(1, Math.min(all, Math.floor(most / each)))
  const columns = atOnce(cost, tiles)
  const rows = atOnce(cost * tiles, tiles)
  const together = atOnce(cost * tiles * tiles, Math.floor(mostGroups / 3))
  const starts = (count: number, step: number): number[] =>
    Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step)
  return starts(pairs, together).flatMap((firstPair) =>
    starts(tiles, rows).flatMap((firstTileA) =>
      starts(tiles, columns).map((firstTileB): Dispatch => {
        const depth = 3 * Math.min(together, pairs - firstPair)
        const groups: Dispatch['groups'] = [
          Math.min(columns, tiles - firstTileB),
          Math.min(rows, tiles - firstTileA),
          depth,
        ]
        return { firstPair, firstTileA, firstTileB, groups }
      }),
    ),
  )
}
