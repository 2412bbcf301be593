import type { Architecture } from '../../../shared/architecture.ts'
import { LabError } from '../../../shared/errors.ts'

/** A prunable layer. Weights are float32 in the order of `shape`, row-major. */
export interface LayerPlan {
  /** conv1, conv2, …, dense1, …, output. */
  name: string
  kind: 'conv' | 'dense' | 'output'
  /** conv: [filter][channel][3 rows][3 cols]; dense and output: [unit][input]. */
  shape: number[]
  /** Filters or neurons. */
  units: number
  /** Incoming connections of one unit: channels · 9, or inputs. */
  fanIn: number
  /** units · fanIn */
  weights: number
  /**
   * What one input index means: `conv` (channel, row, col); `flatten-chw` a feature map flattened channel by channel
   * (channel, row, col), `positions` entries to a channel; `dense` one unit of the layer before.
   */
  inputOrder: 'conv' | 'flatten-chw' | 'dense'
  /** Entries that move together when the previous layer's units are reordered: 9, rows · cols, or 1. */
  positions: number
}

/** One step of the forward pass. Height, width and channels are those of its input. */
export type Stage =
  | { kind: 'conv'; layer: number; height: number; width: number; channels: number; filters: number }
  | { kind: 'pool'; height: number; width: number; channels: number }
  | { kind: 'dense'; layer: number; inputs: number; units: number; relu: boolean }

/** A layer list with every shape worked out. */
export interface NetworkPlan {
  input: { height: number; width: number; channels: number }
  classes: number
  stages: Stage[]
  /** The prunable layers, in order; `Stage.layer` points here. */
  layers: LayerPlan[]
}

/**
 * Works out every shape of a layer list.
 * @throws LabError `network.invalid`, naming the layer and what to change, when the layers do not fit together.
 */
export function planNetwork(architecture: Architecture): NetworkPlan {
  const stages: Stage[] = []
  const layers: LayerPlan[] = []
  let { height, width, channels } = architecture.input
  let flat = 0 // inputs of the next dense layer once the map is flattened; 0 while there is a map
  let convolutions = 0
  let denses = 0
  const last = architecture.layers.length - 1
  architecture.layers.forEach((layer, index) => {
    const place = `layer ${index + 1} (${layer.kind})`
    if ((layer.kind === 'output') !== (index === last))
      throw new LabError('network.invalid', `${place}: the output layer comes last, and only there; move or add it`)
    if (layer.kind === 'conv' || layer.kind === 'pool') {
      if (flat > 0)
        throw new LabError('network.invalid', `${place}: stands behind a dense layer; put it before the first`)
    }
    if (layer.kind === 'conv') {
      const shape = [layer.filters, channels, 3, 3]
      stages.push({ kind: 'conv', layer: layers.length, height, width, channels, filters: layer.filters })
      layers.push(planLayer(`conv${++convolutions}`, 'conv', shape, 'conv', 9))
      channels = layer.filters
    } else if (layer.kind === 'pool') {
      if (height < 2 || width < 2)
        throw new LabError(
          'network.invalid',
          `${place}: its input is only ${height}×${width}; drop it or enlarge the input`,
        )
      stages.push({ kind: 'pool', height, width, channels })
      height = Math.floor(height / 2)
      width = Math.floor(width / 2)
    } else {
      const units = layer.kind === 'dense' ? layer.units : layer.classes
      const inputs = flat > 0 ? flat : height * width * channels
      const name = layer.kind === 'dense' ? `dense${++denses}` : 'output'
      const [order, positions] = flat > 0 ? (['dense', 1] as const) : (['flatten-chw', height * width] as const)
      stages.push({ kind: 'dense', layer: layers.length, inputs, units, relu: layer.kind === 'dense' })
      layers.push(planLayer(name, layer.kind, [units, inputs], order, positions))
      flat = units
    }
  })
  const classes = layers.at(-1)?.units ?? 0
  return { input: architecture.input, classes, stages, layers }
}

function planLayer(
  name: string,
  kind: LayerPlan['kind'],
  shape: number[],
  inputOrder: LayerPlan['inputOrder'],
  positions: number,
): LayerPlan {
  const units = shape[0] ?? 0
  const fanIn = shape.slice(1).reduce((product, size) => product * size, 1)
  return { name, kind, shape, units, fanIn, weights: units * fanIn, inputOrder, positions }
}

/** Prunable weights of the whole network. */
export function countWeights(plan: NetworkPlan): number {
  return plan.layers.reduce((sum, layer) => sum + layer.weights, 0)
}
