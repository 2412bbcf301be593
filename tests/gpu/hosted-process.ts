// A process that trains on a graphics device as the lab does, in a thread. Prints one JSON object a line.
//   hosted-process.ts close  closes an engine while it begins and one in the middle of an epoch, then trains on a third
//   hosted-process.ts leave  ends without closing the engine that it used
import { openEngine } from '../../src/main/lab/engines/open.ts'
import { describeRun } from '../engines/describe-run.ts'
import { bytesOf } from '../engines/state-bytes.ts'
import { hostedNetwork } from './hosted-network.ts'

const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

async function open() {
  const { engine } = await openEngine('webgpu', { workers: 2, notice: (text) => say({ notice: text }) })
  return { engine, dataset: await engine.load(hostedNetwork.dataset) }
}

/** Two runs to the end; `close` where one is to use the engine no more. */
async function train(): Promise<void> {
  const { engine, dataset } = await open()
  const states = await Promise.all([1, 2].map(() => engine.train(describeRun(hostedNetwork, dataset))))
  say({ id: engine.id, device: engine.device, lanes: engine.lanes, bytes: states.map(bytesOf) })
  if (what === 'close') await engine.close()
}

/** Closes an engine while its device has work. @param epochs after which it closes: 0, while kernels are compiled */
async function closeAfter(epochs: number): Promise<void> {
  const { engine, dataset } = await open()
  const { promise, resolve } = Promise.withResolvers<void>()
  const run = describeRun(hostedNetwork, dataset, {
    epochs: 100_000,
    order: (epoch) => {
      if (epoch > epochs) setTimeout(resolve, 20)
      return Uint32Array.from({ length: 120 }, (_, image) => image)
    },
  })
  const ends = Promise.allSettled([engine.train(run), engine.train(run)])
  await promise
  const started = performance.now()
  await engine.close()
  const codes = (await ends).map((end): unknown => (end.status === 'rejected' ? end.reason.code : 'trained'))
  say({ codes, seconds: (performance.now() - started) / 1000 })
}

const [what] = process.argv.slice(2)
if (what === 'close') for (const epochs of [0, 2]) await closeAfter(epochs)
await train()
