import { z } from 'zod'
import { architectures } from '../../../shared/architecture.ts'

const layerSchema = z.looseObject({ kind: z.string() })
const networkSchema = z.looseObject({
  input: z.looseObject({}).catch({}),
  layers: z.array(layerSchema).catch([]),
})

export type DraftLayer = z.infer<typeof layerSchema>
export type DraftNetwork = z.infer<typeof networkSchema>

/** What a layer's size is called, and its field; pooling has none. */
export const layerSizes: Record<string, { field: string; unit: string } | undefined> = {
  conv: { field: 'filters', unit: 'filters' },
  dense: { field: 'units', unit: 'units' },
  output: { field: 'classes', unit: 'classes' },
}

export const layerKinds = {
  conv: '3×3 convolution',
  pool: '2×2 max pooling',
  dense: 'dense',
  output: 'output',
} as const

/** The layers of a draft's network, whether it is a name or written out. */
export function networkOf(network: unknown): DraftNetwork {
  const named = Object.entries(architectures).find(([name]) => name === network)?.[1]
  return networkSchema.catch({ input: {}, layers: [] }).parse(named ?? network)
}

const newLayers: Record<string, DraftLayer> = {
  conv: { kind: 'conv', filters: 64 },
  pool: { kind: 'pool' },
  dense: { kind: 'dense', units: 256 },
  output: { kind: 'output', classes: 10 },
}

/** A layer of another kind, with a usual size. */
export function newLayer(kind: string): DraftLayer {
  return newLayers[kind] ?? { kind }
}

export function replaceLayer(network: DraftNetwork, place: number, layer: DraftLayer): DraftNetwork {
  return { ...network, layers: network.layers.map((other, index) => (index === place ? layer : other)) }
}

/** Another dense layer before the last one. */
export function addLayer(network: DraftNetwork): DraftNetwork {
  return { ...network, layers: network.layers.toSpliced(Math.max(0, network.layers.length - 1), 0, newLayer('dense')) }
}

export function removeLayer(network: DraftNetwork, place: number): DraftNetwork {
  return { ...network, layers: network.layers.toSpliced(place, 1) }
}

/** Swaps a layer with the one before it. */
export function raiseLayer(network: DraftNetwork, place: number): DraftNetwork {
  const [layer] = network.layers.slice(place, place + 1)
  if (!layer || place === 0) return network
  return { ...network, layers: network.layers.toSpliced(place, 1).toSpliced(place - 1, 0, layer) }
}
