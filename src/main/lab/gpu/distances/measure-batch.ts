import { summariseLayers, type SignedNetwork } from '../../science/distance/index.ts'
import type { AssignmentCrew } from './assignment-crew.ts'
import { countBytes, type LayerShape } from './layer-shape.ts'
import type { MatchRoom, PairResult } from './messages.ts'
import type { OverlapCounter } from './overlap-counter.ts'
import type { Batch } from './plan-batches.ts'

/** Room for the counts and matches of so many pairs' largest layers. */
export function createMatchRoom(shapes: readonly LayerShape[], pairs: number): MatchRoom {
  return {
    counts: new SharedArrayBuffer(pairs * Math.max(0, ...shapes.map(countBytes))),
    distances: new SharedArrayBuffer(pairs * 16),
    assignments: new SharedArrayBuffer(pairs * 8 * Math.max(1, ...shapes.map(({ units }) => units))),
  }
}

/** Measures one batch, layer by layer: each layer's assignments are the next one's orders. */
export async function measureBatch(
  counter: OverlapCounter,
  crew: AssignmentCrew,
  networks: readonly SignedNetwork[],
  shapes: readonly LayerShape[],
  batch: Batch,
  room: MatchRoom,
): Promise<PairResult[]> {
  const distances = new Float64Array(room.distances)
  const assignments = new Uint32Array(room.assignments)
  const measured = batch.pairs.map(({ pair }) => ({ pair, nnstd: new Array<number>(), signed: new Array<number>() }))
  const pairs = batch.pairs.map(({ a, b }, place) => ({
    place,
    a: batch.networks[a] ?? 0,
    b: batch.networks[b] ?? 0,
  }))
  for (const layer of shapes.keys()) {
    await counter.count(networks, layer, batch, assignments, room.counts)
    await crew.match({ room, layer, pairs })
    measured.forEach(({ nnstd, signed }, place) => {
      nnstd.push(distances[2 * place] ?? NaN)
      signed.push(distances[2 * place + 1] ?? NaN)
    })
  }
  return measured.map(({ pair, nnstd, signed }) => ({
    pair,
    distances: { nnstd: summariseLayers(nnstd), 'nnstd-signed': summariseLayers(signed) },
  }))
}
