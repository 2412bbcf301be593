import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { LabError } from '../../../../shared/errors.ts'
import { workerEntry } from '../../locations.ts'
import type { TicketPair } from '../../science/conditions.ts'
import type { DistanceOptions, SignedNetwork } from '../../science/distance/index.ts'
import type { DeviceAnswer, DeviceName, DeviceTask, PairResult } from './messages.ts'

export interface DeviceDistances {
  /**
   * Measures pairs of networks; one call at a time.
   * @param pairs indices of networks @param onResult called with each pair's place in the list
   * @throws LabError `engine.unavailable` or `engine.failed` when the device cannot be opened or cannot go on: what was
   * reported holds; `network.invalid` when networks differ in shape
   */
  measure(
    pairs: readonly TicketPair[],
    onResult: (pair: number, distances: PairResult['distances']) => void,
  ): Promise<void>
  /** At any time; what is being measured is given up. */
  close(): Promise<void>
}

/**
 * Opens a graphics device for distances, in a process of its own.
 * @param networks those that no pair needs may be empty
 * @param workers threads that match units; the results do not depend on it
 */
export function openDeviceDistances(
  device: DeviceName,
  networks: readonly SignedNetwork[],
  options: DistanceOptions,
  workers: number,
): DeviceDistances {
  const child = fork(fileURLToPath(workerEntry(import.meta.url, './distance-process.ts')), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'], // drivers babble
    execArgv: ['--no-wasm-dynamic-tiering'], // as steady-wasm.ts
  })
  const ended = Promise.withResolvers<never>()
  const gone = Promise.withResolvers<undefined>()
  const end = (how: string): void => {
    ended.reject(new LabError('engine.failed', `the process of the graphics device ended (${how})`))
    gone.resolve(undefined)
  }
  child.on('error', ({ message }) => end(message))
  child.once('exit', (code, signal) => end(signal ?? `status ${code}`))

  const say = (task: DeviceTask): Promise<void> =>
    new Promise((resolve, reject) => child.send(task, (error) => (error ? reject(error) : resolve())))

  /** Networks one after the other, so that few lie waiting as messages. */
  async function begin(): Promise<void> {
    for (const [place, network] of networks.entries()) {
      if (network.layers.length > 0) await say({ kind: 'network', place, network: copyNetwork(network) })
    }
    await say({ kind: 'open', device, options, workers })
  }

  // A process that ended cannot be told anything: that it ended is the reason.
  const begun = begin().catch(() => ended.promise)
  for (const promise of [ended.promise, begun]) promise.catch(() => undefined) // may come while nothing waits for it

  return {
    async measure(pairs, onResult) {
      await begun
      const done = new Promise<void>((resolve, reject) => {
        child.removeAllListeners('message').on('message', (answer: DeviceAnswer) => {
          if (answer.kind === 'done') return resolve()
          if (answer.kind === 'failed') return reject(new LabError(answer.error.code, answer.error.message))
          try {
            for (const { pair, distances } of answer.results) onResult(pair, distances)
          } catch (thrown) {
            reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
          }
        })
      })
      say({ kind: 'measure', pairs: [...pairs] }).catch(() => undefined) // then it has ended
      await Promise.race([done, ended.promise])
    },
    async close() {
      child.kill('SIGKILL')
      await gone.promise
    },
  }
}

/** Out of shared memory, which no message to a process may hold. */
function copyNetwork({ layers }: SignedNetwork): SignedNetwork {
  const copy = (matrix: SignedNetwork['layers'][number]['positive']) => ({
    ...matrix,
    bits: matrix.bits.slice(),
    sizes: matrix.sizes.slice(),
  })
  return {
    layers: layers.map((layer) => ({ ...layer, positive: copy(layer.positive), negative: copy(layer.negative) })),
  }
}
