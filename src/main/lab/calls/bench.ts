import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { architectures } from '../../../shared/architecture.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { TrainingBenchmark } from '../../../shared/results.ts'
import { benchTraining } from '../engines/benchmark.ts'
import { openEngine, planEngine } from '../engines/open.ts'
import { benchDeviceDistances } from '../gpu/distances/index.ts'
import { wasmFile } from '../locations.ts'
import { benchDistance, openDistanceKernel } from '../science/distance/index.ts'

export const benchCalls = {
  async benchTraining({
    architecture,
    batch,
    seconds,
    engine: choice,
    ...how
  }: CheckedInput<'benchTraining'>): Promise<TrainingBenchmark> {
    const { engine } = await openEngine(choice, how)
    try {
      return await benchTraining(engine, {
        name: architecture,
        architecture: architectures[architecture],
        batch,
        seconds,
      })
    } finally {
      await engine.close()
    }
  },
  async benchDistance({ engine, pairs }: CheckedInput<'benchDistance'>) {
    const { id, devices } = await planEngine({ engine })
    const [device] = devices
    if (id === 'webgpu' && device) {
      const named = { backend: device.backend ?? '', name: device.name }
      return { device: device.name, ...(await benchDeviceDistances(named, pairs ?? 256, availableParallelism())) }
    }
    const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
    return { device: cpus()[0]?.model ?? 'CPU', ...benchDistance(kernel, pairs ?? 9) }
  },
}
