import { readFileSync } from 'node:fs'
import { wasmFile } from '../../src/main/lab/locations.ts'
import type { TicketPair } from '../../src/main/lab/science/conditions.ts'
import { createBitMatrix, setBit } from '../../src/main/lab/science/distance/bit-matrix.ts'
import {
  buildSignedNetwork,
  decodeNetworkFile,
  measureDistance,
  openDistanceKernel,
  type DistanceOptions,
  type SignedLayer,
  type SignedNetwork,
} from '../../src/main/lab/science/distance/index.ts'
import { createNoise, createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'

interface Reference {
  architecture?: unknown
  networks: Record<string, unknown[]>
}

/** The networks of a file of reference/nnstd. */
export function readReference(file: string): SignedNetwork[] {
  const folder = new URL('../../../shared/reference/nnstd/', import.meta.url)
  const { architecture, networks } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Reference
  return Object.entries(networks).map(([name, layers]) => decodeNetworkFile({ layers, architecture }, name))
}

/** Networks of random masks and signs. @param text as `parseNetwork` reads it */
export function drawNetworks(text: string, count: number, density: number): SignedNetwork[] {
  return Array.from({ length: count }, (_, seed) => {
    const { plan, masks, parameters } = createRandomNetwork(parseNetwork(text), { train: 1, test: 1, density, seed })
    const surviving = parameters.weights.map((layer, index) =>
      Float32Array.from([...(masks[index] ?? [])].flatMap((kept, place) => (kept === 1 ? [layer[place] ?? 0] : []))),
    )
    return buildSignedNetwork(plan.layers, masks, surviving)
  })
}

/** One layer of random signs. */
export function drawLayer(units: number, inputs: number, density: number, seed: number): SignedLayer {
  const noise = createNoise(seed)
  const positive = createBitMatrix(units, inputs)
  const negative = createBitMatrix(units, inputs)
  for (let unit = 0; unit < units; unit++) {
    for (let input = 0; input < inputs; input++)
      if (noise() < density) setBit(noise() < 0.6 ? positive : negative, unit, input)
  }
  return { name: 'layer', units, inputs, inputOrder: 'dense', positive, negative }
}

export function everyPairOf(count: number): TicketPair[] {
  const all = Array.from({ length: count }, (_, place) => place)
  return all.flatMap((a) => all.slice(a + 1).map((b) => ({ a, b })))
}

const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))

/** What the CPU measures. */
export function measureOnCpu(
  networks: readonly SignedNetwork[],
  pairs: readonly TicketPair[],
  options: DistanceOptions,
) {
  const none = { layers: [] }
  return pairs.map(({ a, b }) => measureDistance(kernel, networks[a] ?? none, networks[b] ?? none, options))
}
