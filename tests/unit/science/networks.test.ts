import { describe, expect, it } from 'vitest'
import { architectures, type Layer } from '../../../src/shared/architecture.ts'
import { drawInitialWeights } from '../../../src/main/lab/science/initial-weights.ts'
import { countWeights, planNetwork } from '../../../src/main/lab/science/networks.ts'
import { openStream } from '../../../src/main/lab/science/streams.ts'

const output: Layer = { kind: 'output', classes: 10 }
const plan = (height: number, width: number, ...layers: Layer[]) =>
  planNetwork({ input: { height, width, channels: 3 }, layers })

describe('planNetwork', () => {
  it('names and shapes the layers of every named architecture', () => {
    const described = Object.entries(architectures).map(([name, architecture]) => {
      const network = planNetwork(architecture)
      return [name, countWeights(network), network.layers.map((layer) => `${layer.name} ${layer.shape.join('×')}`)]
    })
    expect(described).toEqual([
      [
        'conv-2',
        4_300_992,
        ['conv1 64×3×3×3', 'conv2 64×64×3×3', 'dense1 256×16384', 'dense2 256×256', 'output 10×256'],
      ],
      [
        'conv-4',
        2_425_024,
        [
          'conv1 64×3×3×3',
          'conv2 64×64×3×3',
          'conv3 128×64×3×3',
          'conv4 128×128×3×3',
          'dense1 256×8192',
          'dense2 256×256',
          'output 10×256',
        ],
      ],
      [
        'conv-6',
        2_261_184,
        [
          'conv1 64×3×3×3',
          'conv2 64×64×3×3',
          'conv3 128×64×3×3',
          'conv4 128×128×3×3',
          'conv5 256×128×3×3',
          'conv6 256×256×3×3',
          'dense1 256×4096',
          'dense2 256×256',
          'output 10×256',
        ],
      ],
      ['mini-conv-2', 73_008, ['conv1 16×3×3×3', 'conv2 16×16×3×3', 'dense1 64×1024', 'dense2 64×64', 'output 10×64']],
      ['lenet-300-100', 266_200, ['dense1 300×784', 'dense2 100×300', 'output 10×100']],
    ])
  })

  it('says how the inputs of each layer are ordered', () => {
    const { layers } = planNetwork(architectures['conv-2'])
    expect(layers.map(({ inputOrder, positions }) => [inputOrder, positions])).toEqual([
      ['conv', 9],
      ['conv', 9],
      ['flatten-chw', 256],
      ['dense', 1],
      ['dense', 1],
    ])
  })

  it('drops an odd last row and column in pooling', () => {
    const { stages } = plan(5, 7, { kind: 'pool' }, { kind: 'pool' }, output)
    expect(stages.at(-1)).toMatchObject({ inputs: 1 * 1 * 3 })
  })

  it.each([
    [[{ kind: 'dense', units: 4 }], 'layer 1 (dense): the output layer comes last'],
    [[output, output], 'layer 1 (output): the output layer comes last'],
    [
      [{ kind: 'dense', units: 4 }, { kind: 'conv', filters: 2 }, output],
      'layer 2 (conv): stands behind a dense layer',
    ],
    [[{ kind: 'dense', units: 4 }, { kind: 'pool' }, output], 'layer 2 (pool): stands behind a dense layer'],
    [[{ kind: 'pool' }, { kind: 'pool' }, { kind: 'pool' }, output], 'layer 3 (pool): its input is only 1×1'],
  ] as [Layer[], string][])('refuses %j', (layers, words) => {
    expect(() => plan(4, 4, ...layers)).toThrow(words)
  })
})

describe('drawInitialWeights', () => {
  it('is Glorot normal: SD √(2 / (fan in + fan out)) with 9 positions per convolution', () => {
    const { layers } = planNetwork(architectures['conv-2'])
    const weights = drawInitialWeights(layers, openStream(['weights']))
    const deviations = weights.map((layer) => Math.sqrt(layer.reduce((sum, w) => sum + w * w, 0) / layer.length))
    const expected = [2 / (27 + 576), 2 / (576 + 576), 2 / (16384 + 256), 2 / 512, 2 / 266].map(Math.sqrt)
    deviations.forEach((deviation, index) => expect(deviation / (expected[index] ?? 0)).toBeCloseTo(1, 1))
  })
})
