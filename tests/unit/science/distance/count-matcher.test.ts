import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { wasmFile } from '../../../../src/main/lab/locations.ts'
import {
  metrics,
  openCountMatcher,
  openDistanceKernel,
  sizesOf,
} from '../../../../src/main/lab/science/distance/index.ts'
import { drawLayer } from '../../../gpu/networks.ts'
import { countOverlaps } from '../../../gpu/plain/overlaps.ts'

const module = new WebAssembly.Module(readFileSync(wasmFile('distance')))
const kernel = openDistanceKernel(module)
const matcher = openCountMatcher(module)

// From large to small and back: what lies in memory from before must not matter.
it.each([40, 1, 0, 3, 65, 2])('%i units, from counts: the match of the kernel that counts itself', (units) => {
  const [a, b] = [drawLayer(units, 60, 0.3, 1), drawLayer(units, 60, 0.3, 2)]
  kernel.load(a, b)
  for (const metric of metrics) {
    for (const weight of [0.5, 0.3]) {
      const match = matcher.match(
        metric,
        sizesOf(a),
        sizesOf(b),
        (kind, overlaps) => overlaps.set(countOverlaps(a, b, kind, null)),
        weight,
      )
      expect(match).toEqual(kernel.match(metric, null, weight))
    }
  }
})
