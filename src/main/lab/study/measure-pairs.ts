import { LabError } from '../../../shared/errors.ts'
import type { DeviceName } from '../gpu/distances/index.ts'
import { measureOnCores } from './measure-on-cores.ts'
import { measureOnDevice } from './measure-on-device.ts'
import type { PairMeasurement } from './pair-measurement.ts'

/**
 * Measures pairs of networks on a graphics device, or on the CPU where there is none or it fails: the distances are the same
 * to the last bit. Each pair is reported once, as it is done.
 * @throws LabError `interrupted` when aborted, `network.invalid` when two networks differ in shape
 */
export async function measurePairs(
  measurement: PairMeasurement & {
    /** `notice` is told when the device fails. */
    gpu: { device: DeviceName; notice(message: string): void } | null
  },
): Promise<void> {
  const { gpu, pairs, onResult } = measurement
  const left = new Set(pairs.keys())
  if (gpu) {
    try {
      return await measureOnDevice(gpu.device, {
        ...measurement,
        onResult(pair, distances) {
          left.delete(pair)
          onResult(pair, distances)
        },
      })
    } catch (thrown) {
      if (!(thrown instanceof LabError) || !deviceErrors.has(thrown.code)) throw thrown
      gpu.notice(`${thrown.message}; the ${left.size} pairs that are left are measured on the CPU`)
    }
  }
  const rest = [...left]
  await measureOnCores({
    ...measurement,
    pairs: rest.flatMap((pair) => pairs[pair] ?? []),
    onResult: (place, distances) => onResult(rest[place] ?? 0, distances),
  })
}

const deviceErrors = new Set<LabError['code']>(['engine.unavailable', 'engine.failed'])
