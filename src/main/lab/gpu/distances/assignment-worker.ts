import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { metrics, openCountMatcher } from '../../science/distance/index.ts'
import { wasmFile } from '../../locations.ts'
import { readCounts } from './layer-shape.ts'
import type { AssignmentSetting, AssignmentTask } from './messages.ts'

const { shapes, sizes, positiveWeight } = workerData as AssignmentSetting
const matcher = openCountMatcher(new WebAssembly.Module(readFileSync(wasmFile('distance'))))

parentPort?.on('message', ({ room, layer, pairs }: AssignmentTask) => {
  const shape = shapes[layer]
  const distances = new Float64Array(room.distances)
  const assignments = new Uint32Array(room.assignments)
  for (const { place, a, b } of pairs) {
    const [first, second] = [sizes[a]?.[layer], sizes[b]?.[layer]]
    if (!shape || !first || !second) continue
    metrics.forEach((metric, index) => {
      const match = matcher.match(
        metric,
        first,
        second,
        (kind, overlaps) => readCounts(shape, room.counts, place, kind, overlaps),
        positiveWeight,
      )
      distances[2 * place + index] = match.distance
      assignments.set(match.assignment, (2 * place + index) * shape.units)
    })
  }
  parentPort?.postMessage(null)
})
