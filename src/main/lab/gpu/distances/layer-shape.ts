import type { OverlapKind, SignedLayer } from '../../science/distance/index.ts'

/** What of a layer decides how its units' overlaps are counted on a device. */
export interface LayerShape {
  units: number
  inputs: number
  /** 32-bit words of a unit's row. */
  words: number
  /** Inputs in blocks that move together when the layer before is matched; 0: they keep their places. */
  blocks: number
}

/** The order in which a device counts them. */
const kinds = ['joint', 'positive', 'negative'] as const satisfies OverlapKind[]

/** The shapes of a network's layers. @param propagate whether a layer's inputs follow the match of the layer before */
export function describeShapes(layers: readonly SignedLayer[], propagate: boolean): LayerShape[] {
  return layers.map(({ units, inputs, positive }, index) => ({
    units,
    inputs,
    words: positive.words,
    blocks: propagate ? (layers[index - 1]?.units ?? 0) : 0,
  }))
}

/** Bytes of one network's layer: both signs. */
export function networkBytes({ units, words }: LayerShape): number {
  return 2 * units * words * 4
}

/** Whether an overlap may need more than 16 bits. */
export function isWide({ inputs }: LayerShape): boolean {
  return inputs > 0xffff
}

/** Bytes of one pair's counts: three kinds, a row for each unit, padded to fours. */
export function countBytes(shape: LayerShape): number {
  return kinds.length * shape.units * rowCounts(shape) * (isWide(shape) ? 4 : 2)
}

/**
 * Reads one pair's counts as a device has written them.
 * @param counts of all pairs @param overlaps (unit of a, unit of b), to be filled
 */
export function readCounts(
  shape: LayerShape,
  counts: SharedArrayBuffer,
  pair: number,
  kind: OverlapKind,
  overlaps: Int32Array,
): void {
  const { units } = shape
  const row = rowCounts(shape)
  const start = pair * countBytes(shape) + (kinds.indexOf(kind) * countBytes(shape)) / kinds.length
  const read = isWide(shape) ? new Uint32Array(counts, start, units * row) : new Uint16Array(counts, start, units * row)
  if (row === units) return overlaps.set(read)
  for (let unit = 0; unit < units; unit++) overlaps.set(read.subarray(unit * row, unit * row + units), unit * units)
}

function rowCounts({ units }: LayerShape): number {
  return Math.ceil(units / 4) * 4
}
