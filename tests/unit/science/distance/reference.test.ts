import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  decodeNetworkFile,
  measureDistance,
  openDistanceKernel,
} from '../../../../src/main/lab/science/distance/index.ts'
import { wasmFile } from '../../../../src/main/lab/locations.ts'
import type { Metric } from '../../../../src/shared/results.ts'
import type { Alignment } from '../../../../src/shared/spec.ts'

interface Reference {
  architecture?: unknown
  networks: Record<string, unknown[]>
  cases: { a: string; b: string; metric: Metric; alignment: Alignment; layers: number[]; mean: number }[]
}

const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
const folder = new URL('../../../../../shared/reference/nnstd/', import.meta.url)

function read(file: string) {
  const reference = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Reference
  const networks = new Map(
    Object.entries(reference.networks).map(([name, layers]) => [
      name,
      decodeNetworkFile({ layers, architecture: reference.architecture }, name),
    ]),
  )
  const network = (name: string) => networks.get(name) ?? { layers: [] }
  return { cases: reference.cases, network }
}

describe.each(['mlp.json', 'conv.json'])('%s', (file) => {
  const { cases, network } = read(file)

  it(`agrees in all its ${cases.length} cases to 1e-12`, () => {
    expect(cases.length).toBeGreaterThan(50)
    for (const { a, b, metric, alignment, layers, mean } of cases) {
      const measured = measureDistance(kernel, network(a), network(b), { alignment, positiveWeight: 0.5 })[metric]
      measured.layers.forEach((value, index) => expect(Math.abs(value - (layers[index] ?? 9))).toBeLessThan(1e-12))
      expect(Math.abs(measured.mean - mean), `${a} ${b} ${metric} ${alignment}`).toBeLessThan(1e-12)
    }
  })
})

it('gives the published 0.37377514 for w0 and w9 at epoch 0, first layer, unsigned', () => {
  const { network } = read('mlp.json')
  const options = { alignment: 'propagate', positiveWeight: 0.5 } as const
  const { nnstd } = measureDistance(kernel, network('w0-epoch000'), network('w9-epoch000'), options)
  expect(nnstd.layers[0]).toBeCloseTo(0.37377514, 8)
})
