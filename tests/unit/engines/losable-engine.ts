import type { Engine, TrainingRun } from '../../../src/main/lab/engines/engine.ts'
import { openWasmEngine } from '../../../src/main/lab/engines/wasm/index.ts'
import { LabError } from '../../../src/shared/errors.ts'
import type { Optimiser } from '../../../src/shared/spec.ts'
import { createRandomNetwork, parseNetwork } from '../../engines/random-networks.ts'

const lost = (): LabError => new LabError('engine.lost', 'the graphics driver was reset')

/**
 * The wasm engine, whose device is lost as soon as so many epochs of its runs together have been reported.
 * @param options.noticed by all runs at once, or at first by that one alone
 */
export async function openLosable(
  epochs: number,
  options: { workers: number; device?: string; noticed?: 'by all' | 'by one' },
): Promise<Engine> {
  const engine = await openWasmEngine(options)
  const death = new AbortController()
  let reported = 0
  const unlessLost = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (death.signal.aborted) throw lost()
    return work()
  }
  return {
    ...engine,
    device: options.device ?? engine.device,
    load: (dataset) => unlessLost(() => engine.load(dataset)),
    evaluate: (...input) => unlessLost(() => engine.evaluate(...input)),
    gradients: (...input) => unlessLost(() => engine.gradients(...input)),
    async train(run) {
      const own = new AbortController()
      const noticed = options.noticed === 'by one' ? own.signal : AbortSignal.any([own.signal, death.signal])
      try {
        return await unlessLost(() =>
          engine.train({
            ...run,
            signal: AbortSignal.any([run.signal, noticed]),
            onEpoch(report) {
              const told = run.onEpoch(report)
              if (++reported === epochs) {
                death.abort()
                own.abort()
              }
              return told
            },
          }),
        )
      } catch (thrown) {
        throw noticed.aborted && !run.signal.aborted ? lost() : thrown
      }
    },
  }
}

const adam: Optimiser = { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
export const network = createRandomNetwork(parseNetwork('8x8x3 c6 c5 p d12 o10'), { train: 29, test: 11 })

/** A run of four epochs of which each sees the images in an order that its number and `shift` decide. */
export function describeRun(changes: Partial<TrainingRun> & Pick<TrainingRun, 'dataset'>, shift = 0): TrainingRun {
  const { plan, masks, parameters } = network
  const { count } = network.dataset.train
  return {
    ...{ plan, masks, start: { parameters, steps: 0 }, firstEpoch: 1, epochs: 4, batch: 8, optimiser: adam },
    order: (epoch) => Uint32Array.from({ length: count }, (_, index) => (index * 7 + epoch + shift) % count),
    onEpoch: async () => {},
    signal: new AbortController().signal,
    ...changes,
  }
}
