import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, LoadedDataset, Parameters, TrainingState } from '../../src/main/lab/engines/engine.ts'
import type { Optimiser } from '../../src/shared/spec.ts'
import { countEscaped, expectClose } from './agreement.ts'
import { engines, openNamed } from './available.ts'
import { applyMasks, masksOf, parametersOf, reference, referenceDataset, referencePlan } from './reference.ts'

const { adam, sgd } = reference.steps
const optimisers: { optimiser: Optimiser; expected: typeof adam | typeof sgd }[] = [
  { optimiser: { ...adam, kind: 'adam' }, expected: adam },
  { optimiser: { ...sgd, kind: 'sgd' }, expected: sgd },
]

for (const { id, available, device, reason } of engines) {
  describe.skipIf(!available)(`${id} against PyTorch (${device ?? `skipped: ${reason}`})`, () => {
    let engine: Engine
    let dataset: LoadedDataset
    beforeAll(async () => {
      engine = await openNamed(id, 1)
      dataset = await engine.load(referenceDataset)
    })
    afterAll(() => engine.close())

    /** Epochs with the given orders; gives the losses as well. */
    const train = async (
      parameters: Parameters,
      masks: Uint8Array[],
      optimiser: Optimiser,
      batch: number,
      orders: number[][],
    ): Promise<{ state: TrainingState; losses: number[] }> => {
      const losses: number[] = []
      const state = await engine.train({
        plan: referencePlan,
        dataset,
        masks,
        start: { parameters, steps: 0 },
        optimiser,
        batch,
        firstEpoch: 1,
        epochs: orders.length,
        order: (epoch) => Uint32Array.from(orders[epoch - 1] ?? []),
        onEpoch: async (report) => void losses.push(report.loss),
        signal: new AbortController().signal,
      })
      return { state, losses }
    }

    test('logits, loss and gradients', async () => {
      const { batch, logits, loss, gradients } = reference.forward
      const start = parametersOf(reference.initial)
      const check = await engine.gradients(referencePlan, start, dataset, Uint32Array.from(batch))
      expectClose('logits', check.logits, logits, 1e-5)
      expect(check.loss).toBeCloseTo(loss, 5)
      const expected = parametersOf(gradients)
      referencePlan.layers.forEach(({ name }, index) => {
        expectClose(`${name} weights`, check.gradients.weights[index] ?? [], expected.weights[index] ?? [], 1e-5)
        expectClose(`${name} biases`, check.gradients.biases[index] ?? [], expected.biases[index] ?? [], 1e-5)
      })
    })

    test.each(optimisers)('five masked steps of $optimiser.kind', async ({ optimiser, expected }) => {
      const masks = masksOf(reference.masks)
      const size = reference.forward.batch.length
      const order = expected.losses.map((_, step) =>
        Array.from({ length: size }, (_value, at) => (step * size + at) % referenceDataset.train.count),
      )
      const start = applyMasks(parametersOf(reference.initial), masks)
      const { state, losses } = await train(start, masks, optimiser, size, order)
      expectClose('losses', losses, expected.losses, 1e-5)
      expect(state.steps).toBe(expected.losses.length)
      expect(countEscaped(state.parameters.weights, masks)).toBe(0)
      const after = parametersOf(expected.after)
      referencePlan.layers.forEach(({ name }, index) => {
        expectClose(`${name} weights`, state.parameters.weights[index] ?? [], after.weights[index] ?? [], 1e-4)
        expectClose(`${name} biases`, state.parameters.biases[index] ?? [], after.biases[index] ?? [], 1e-4)
      })
    })

    test('three rounds of iterative magnitude pruning', async () => {
      const { rates, batch, epochs, optimizer, orders, rounds } = reference.imp
      const initial = parametersOf(reference.initial)
      const optimiser: Optimiser = {
        kind: 'adam',
        learningRate: optimizer.adam,
        beta1: adam.beta1,
        beta2: adam.beta2,
        epsilon: adam.epsilon,
      }
      let masks: Uint8Array[] = referencePlan.layers.map((layer) => new Uint8Array(layer.weights).fill(1))
      for (const [round, expected] of rounds.entries()) {
        const epochOrders = orders.slice(round * epochs, (round + 1) * epochs)
        const { state } = await train(applyMasks(initial, masks), masks, optimiser, batch, epochOrders)
        masks = masks.map((mask, index) =>
          dropSmallest(mask, state.parameters.weights[index] ?? new Float32Array(), rateOf(rates, index)),
        )
        referencePlan.layers.forEach(({ name }, index) => {
          const mask = masks[index] ?? new Uint8Array()
          const other = expected.masks[name] ?? []
          expect(
            mask.reduce((sum, kept) => sum + kept, 0),
            `${name}, round ${round + 1}`,
          ).toBe(expected.kept[name])
          const agreeing = mask.filter((kept, at) => kept === other[at]).length
          expect(agreeing / mask.length, `${name}, round ${round + 1}`).toBeGreaterThanOrEqual(0.99)
        })
      }
    })
  })
}

const rateOf = (rates: Record<string, number>, index: number): number =>
  rates[referencePlan.layers[index]?.name ?? ''] ?? 0

/** Drops floor(rate · alive + 0.5) of the alive weights, those of smallest |weight|, the lowest index first. */
function dropSmallest(mask: Uint8Array, weights: Float32Array, rate: number): Uint8Array {
  const alive = Array.from(mask.keys()).filter((index) => mask[index] === 1)
  const size = (index: number): number => Math.abs(weights[index] ?? 0)
  const dropped = alive.toSorted((a, b) => size(a) - size(b) || a - b).slice(0, Math.floor(rate * alive.length + 0.5))
  const next = mask.slice()
  for (const index of dropped) next[index] = 0
  return next
}
