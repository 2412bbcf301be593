import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { architectures } from '../../../shared/architecture.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { TrainingBenchmark } from '../../../shared/results.ts'
import { benchTraining } from '../engines/benchmark.ts'
import { openEngine } from '../engines/open.ts'
import type { GpuAdapter } from '../gpu/adapter.ts'
import { benchDeviceDistances } from '../gpu/distances/index.ts'
import { surveyGpus } from '../gpu/survey.ts'
import { wasmFile } from '../locations.ts'
import { benchDistance, openDistanceKernel } from '../science/distance/index.ts'

export const benchCalls = {
  async benchTraining({
    engine: choice,
    workers,
    architecture,
    batch,
    seconds,
  }: CheckedInput<'benchTraining'>): Promise<TrainingBenchmark> {
    const { engine } = await openEngine(choice, { workers: workers ?? availableParallelism() })
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
    const adapter = await findAdapter(engine)
    if (adapter)
      return { device: adapter.name, ...(await benchDeviceDistances(adapter, pairs ?? 256, availableParallelism())) }
    const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
    return { device: cpus()[0]?.model ?? 'CPU', ...benchDistance(kernel, pairs ?? 9) }
  },
}

/** The graphics device to compare networks on; null: the CPU. Software is taken where it is asked for and permitted. */
async function findAdapter(engine: 'auto' | 'wasm' | 'webgpu'): Promise<GpuAdapter | null> {
  if (engine === 'wasm') return null
  const { adapters, complaint } = await surveyGpus()
  const real = adapters.find(({ software }) => !software)
  if (real || engine === 'auto') return real ?? null
  const [software] = process.env['TICKETSCOPE_SOFTWARE_GPU'] === '1' ? adapters : []
  if (software) return software
  throw new LabError(
    'engine.unavailable',
    `there is no graphics device to compare networks on (${complaint ?? 'software alone was found'}); choose auto or wasm`,
  )
}
