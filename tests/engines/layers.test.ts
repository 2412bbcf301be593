import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/main/lab/engines/engine.ts'
import { architectures, type Architecture } from '../../src/shared/architecture.ts'
import type { Optimiser } from '../../src/shared/spec.ts'
import { countEscaped, expectClose } from './agreement.ts'
import { bytesOf } from './state-bytes.ts'
import { engines, openNamed } from './available.ts'
import { checkPlain, evaluatePlain } from './plain/network.ts'
import { stepParameters } from './plain/optimisers.ts'
import { createRandomNetwork, parseNetwork, type RandomNetwork } from './random-networks.ts'

// height×width×channels, then c: filters, p: pool, d: units, o: classes
const networks = [
  '1x1x1 o2',
  '1x1x1 c1 o2',
  '1x1x16 c8 d1 o3',
  '2x2x1 p o5',
  '2x3x5 c3 o4',
  '3x3x3 c1 c1 d7 o2',
  '5x7x2 p c3 o10',
  '7x5x3 c5 p c9 p d3 o10',
  '9x9x4 c3 p p p o3',
  '6x11x1 c100 c1 p d25 d24 o11',
  '8x8x3 c16 c64 d9 o10',
  '4x4x7 d1 d1 o2',
  '28x28x1 d300 d100 o10',
  '12x12x3 c8 c8 p c16 c16 p d32 d32 o10',
  '3x2x3 c8 d600 o1000',
]
const batches = [1, 2, 6, 7, 13]

/** PyTorch's scale of agreement: relative to a layer's largest gradient, for sums of many terms in float32. */
const tolerance = (values: Float64Array): number =>
  1e-6 + 2e-5 * values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)

function expectGradients(
  network: RandomNetwork,
  actual: Awaited<ReturnType<Engine['gradients']>>,
  expected: ReturnType<typeof checkPlain>,
): void {
  expectClose('logits', actual.logits, expected.logits, 2e-5, 2e-5)
  expectClose('loss', [actual.loss], [expected.loss], 1e-5, 1e-5)
  network.plan.layers.forEach(({ name }, index) => {
    const weights = expected.gradients.weights[index] ?? new Float64Array()
    const biases = expected.gradients.biases[index] ?? new Float64Array()
    expectClose(`${name} weights`, actual.gradients.weights[index] ?? [], weights, tolerance(weights))
    expectClose(`${name} biases`, actual.gradients.biases[index] ?? [], biases, tolerance(biases))
  })
}

for (const { id, available, reason } of engines) {
  describe.skipIf(!available)(`${id}: any layer list${available ? '' : ` (skipped: ${reason})`}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openNamed(id, 1)
    })
    afterAll(() => engine.close())

    test.each(networks)('gradients of %s equal the plain ones', async (text) => {
      expect.hasAssertions()
      const network = createRandomNetwork(parseNetwork(text), { train: 13, test: 1 })
      const dataset = await engine.load(network.dataset)
      for (const count of batches) {
        const batch = Uint32Array.from({ length: count }, (_, index) => (index * 5) % 13)
        const check = await engine.gradients(network.plan, network.parameters, dataset, batch)
        expectGradients(network, check, checkPlain(network.plan, network.parameters, network.dataset, batch))
      }
      dataset.unload()
    })

    test('gradients of Conv-2 equal the plain ones', async () => {
      expect.hasAssertions()
      const network = createRandomNetwork(architectures['conv-2'], { train: 2, test: 1, density: 0.3 })
      const dataset = await engine.load(network.dataset)
      const batch = Uint32Array.of(1, 0)
      const check = await engine.gradients(network.plan, network.parameters, dataset, batch)
      expectGradients(network, check, checkPlain(network.plan, network.parameters, network.dataset, batch))
      dataset.unload()
    })

    test.each(['5x5x3 c3 p d5 o4', '4x3x1 d6 o3'])('loss and accuracy of %s on the test images', async (text) => {
      expect.hasAssertions()
      for (const count of [0, 1, 59, 61, 131]) {
        const network = createRandomNetwork(parseNetwork(text), { train: 1, test: count })
        const dataset = await engine.load(network.dataset)
        const { loss, accuracy } = await engine.evaluate(network.plan, network.parameters, dataset)
        const expected = evaluatePlain(network.plan, network.parameters, network.dataset)
        expectClose(`${count} images`, [loss, accuracy], [expected.loss, expected.accuracy], 1e-5)
        dataset.unload()
      }
    })

    const optimisers: Optimiser[] = [
      { kind: 'adam', learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
      { kind: 'sgd', learningRate: 0.05, momentum: 0.9 },
      { kind: 'sgd', learningRate: 0.05, momentum: 0 },
    ]
    test.each(optimisers)('masked steps of %o equal the plain ones', async (optimiser) => {
      const network = createRandomNetwork(parseNetwork('5x6x3 c5 c3 p d11 o5'), { train: 23, test: 3 })
      const dataset = await engine.load(network.dataset)
      // 23 images in batches of 7: the last step of each epoch has 2
      const order = Uint32Array.from({ length: 23 }, (_, index) => (index * 7) % 23)
      const { state, losses } = await train(engine, network, dataset, optimiser, order)
      const expected = trainPlain(network, optimiser, order)
      expectClose('losses', losses, expected.losses, 1e-5)
      network.plan.layers.forEach(({ name }, index) => {
        expectClose(name, state.parameters.weights[index] ?? [], expected.weights[index] ?? [], 2e-5)
        expectClose(name, state.parameters.biases[index] ?? [], expected.biases[index] ?? [], 2e-5)
      })
      expect(countEscaped(state.parameters.weights, network.masks)).toBe(0)
      expect(countEscaped(state.moments?.first.weights ?? [], network.masks)).toBe(0)
      expect(countEscaped(state.moments?.second?.weights ?? [], network.masks)).toBe(0)
      dataset.unload()
    })

    test.each(optimisers)(
      'steps of %o with dense layers of few kept weights equal the plain ones',
      async (optimiser) => {
        // both layers of 8,192 weights and more; 90 images in batches of 40: the last step of each epoch has 10
        const architecture = parseNetwork('8x8x3 c8 p d96 d90 o5')
        const network = createRandomNetwork(architecture, { train: 90, test: 3, density: 0.15 })
        const dataset = await engine.load(network.dataset)
        const order = Uint32Array.from({ length: 90 }, (_, index) => (index * 7) % 90)
        const { state, losses } = await train(engine, network, dataset, optimiser, order, 40)
        const expected = trainPlain(network, optimiser, order, 40)
        expectClose('losses', losses, expected.losses, 1e-5)
        network.plan.layers.forEach(({ name }, index) => {
          expectClose(name, state.parameters.weights[index] ?? [], expected.weights[index] ?? [], 3e-5)
          expectClose(name, state.parameters.biases[index] ?? [], expected.biases[index] ?? [], 3e-5)
        })
        expect(countEscaped(state.parameters.weights, network.masks)).toBe(0)
        expect(countEscaped(state.moments?.first.weights ?? [], network.masks)).toBe(0)
        dataset.unload()
      },
    )

    test('a network leaves nothing behind for the next', async () => {
      const architecture: Architecture = parseNetwork('6x6x3 c4 p d7 o3')
      const order = Uint32Array.from({ length: 9 }, (_, index) => index)
      const [optimiser] = optimisers
      if (!optimiser) return
      const run = async (seed: number): Promise<string> => {
        const network = createRandomNetwork(architecture, { train: 9, test: 2, seed })
        const dataset = await engine.load(network.dataset)
        return bytesOf((await train(engine, network, dataset, optimiser, order)).state)
      }
      const fresh = await run(1)
      expect(await run(2)).not.toBe(fresh)
      expect(await run(1)).toBe(fresh)
    })
  })
}

/** Two epochs. */
async function train(
  engine: Engine,
  network: RandomNetwork,
  dataset: Awaited<ReturnType<Engine['load']>>,
  optimiser: Optimiser,
  order: Uint32Array,
  batch = 7,
): Promise<{ state: Awaited<ReturnType<Engine['train']>>; losses: number[] }> {
  const { plan, masks, parameters } = network
  const losses: number[] = []
  const state = await engine.train({
    plan,
    dataset,
    masks,
    start: { parameters, steps: 0 },
    firstEpoch: 1,
    epochs: 2,
    batch,
    optimiser,
    order: () => order,
    onEpoch: async (report) => void losses.push(report.loss),
    signal: new AbortController().signal,
  })
  return { state, losses }
}

const widen = (arrays: Float32Array[]): Float64Array[] => arrays.map((array) => Float64Array.from(array))

function trainPlain(
  { plan, dataset, masks, parameters }: RandomNetwork,
  optimiser: Optimiser,
  order: Uint32Array,
  batchSize = 7,
): { weights: Float64Array[]; biases: Float64Array[]; losses: number[] } {
  const [weights, biases] = [widen(parameters.weights), widen(parameters.biases)]
  const moments = [...weights, ...biases].map(({ length }) => ({
    first: new Float64Array(length),
    second: new Float64Array(length),
  }))
  const losses: number[] = []
  let step = 0
  for (let epoch = 1; epoch <= 2; epoch++) {
    let total = 0
    for (let from = 0; from < order.length; from += batchSize) {
      const batch = order.subarray(from, from + batchSize)
      const now = {
        weights: weights.map((array) => Float32Array.from(array)),
        biases: biases.map((array) => Float32Array.from(array)),
      }
      const { loss, gradients } = checkPlain(plan, now, dataset, batch)
      total += loss * batch.length
      step++
      const all = [...gradients.weights, ...gradients.biases]
      for (const [index, values] of [...weights, ...biases].entries()) {
        const [gradient, moment] = [all[index], moments[index]]
        if (gradient && moment) stepParameters(optimiser, step, values, gradient, moment, masks[index])
      }
    }
    losses.push(total / order.length)
  }
  return { weights, biases, losses }
}
