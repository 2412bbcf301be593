import { expect, test } from 'vitest'
import { costOfPass, costOfStep, flopsPerImage } from '../../../bench/gpu/training/step-cost.ts'
import { planNetwork } from '../../../src/main/lab/science/networks.ts'
import { architectures } from '../../../src/shared/architecture.ts'

const plan = planNetwork(architectures['conv-2'])

test('training Conv-2 costs three products a layer and image, but no gradient of the images', () => {
  const conv1 = 32 * 32 * 27 * 64
  const conv2 = 32 * 32 * 576 * 64
  const dense = 16_384 * 256 + 256 * 256 + 256 * 10
  expect(flopsPerImage(plan)).toBe(2 * (3 * (conv1 + conv2 + dense) - conv1))
})

test('conv2 reads its map and its weights once, and writes the largest of each window and where it was', () => {
  const cost = costOfStep(plan, 60).find(({ name }) => name === 'conv2 forward')
  expect(cost?.reads).toBe(60 * 32 * 32 * 64 * 4 + (576 * 64 + 64) * 4)
  expect(cost?.writes).toBe(60 * 16 * 16 * 64 * 5)
})

test('the first convolution hands no gradient on', () => {
  const names = costOfStep(plan, 60).map(({ name }) => name)
  expect(names).toContain('conv2 backward')
  expect(names).not.toContain('conv1 backward')
})

test('a split sum writes its shares and reads them again', () => {
  const costs = costOfStep(plan, 60)
  const whole = costOfPass(costs, 'conv2 gradient', 1)
  const split = costOfPass(costs, 'conv2 gradient', 26)
  const sum = costOfPass(costs, 'conv2 gradient, sum', 26)
  const result = (576 * 64 + 64) * 4
  expect(split?.flops).toBe(whole?.flops)
  expect((split?.bytes ?? 0) - (whole?.bytes ?? 0)).toBe(25 * result)
  expect(sum?.bytes).toBe(27 * result)
  expect(costOfPass(costs, 'nothing of ours', 1)).toBeNull()
})
