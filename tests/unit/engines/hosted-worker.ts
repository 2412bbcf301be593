// Hosts the wasm engine with pitfalls: evaluating ends the thread, gradients throw where nobody catches, and with `stubborn`
// it never closes, but counts on in `pulse`. `refuse` is what opening it throws.
import { LabError } from '../../../src/shared/errors.ts'
import { hostEngine } from '../../../src/main/lab/engines/hosted/worker.ts'
import { openWasmEngine } from '../../../src/main/lab/engines/wasm/index.ts'

hostEngine(async (data, { notice }) => {
  const { refuse, stubborn, pulse } = data as { refuse?: string; stubborn?: boolean; pulse?: Int32Array }
  if (refuse !== undefined) throw new LabError('engine.unavailable', refuse)
  const engine = await openWasmEngine({ workers: 2 })
  if (pulse) setInterval(() => Atomics.add(pulse, 0, 1), 5)
  notice('two lanes, no more')
  return {
    ...engine,
    evaluate: () => process.exit(3),
    gradients() {
      setImmediate(() => {
        throw new RangeError('out of luck')
      })
      return new Promise(() => undefined)
    },
    close: () => (stubborn === true ? new Promise(() => undefined) : engine.close()),
  }
})
