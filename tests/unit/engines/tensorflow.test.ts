import type { Tensor } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { createTensorflowEngine } from '../../../src/main/lab/engines/tensorflow/in-thread.ts'
import { findTensorflow } from '../../../src/main/lab/engines/tensorflow/library.ts'
import { judgeProbe, probeModule } from '../../../src/main/lab/engines/tensorflow/probe.ts'
import type { Engine, LoadedDataset, TrainingRun } from '../../../src/main/lab/engines/engine.ts'
import tf, { slowFilterGradient } from '../../engines/plain-tensorflow.ts'
import { describeRun as describeOf } from '../../engines/describe-run.ts'
import { createRandomNetwork, parseNetwork } from '../../engines/random-networks.ts'

const network = createRandomNetwork(parseNetwork('6x6x3 c4 p d7 o3'), { train: 20, test: 5 })

const describeRun = (dataset: LoadedDataset, changes: Partial<TrainingRun> = {}): TrainingRun =>
  describeOf(network, dataset, { epochs: 3, ...changes })

const tensors = (): number => tf.memory().numTensors

async function open(): Promise<{ engine: Engine; dataset: LoadedDataset }> {
  const engine = createTensorflowEngine(tf, 'test')
  return { engine, dataset: await engine.load(network.dataset) }
}

describe('tensors', () => {
  test('a run holds its state and mask, however long it goes on, and afterwards nothing', async () => {
    const { engine, dataset } = await open()
    const counts: number[] = []
    const onEpoch = async (): Promise<void> => void counts.push(tensors())
    await engine.train(describeRun(dataset, { onEpoch, epochs: 5 }))
    expect(counts).toEqual([4, 4, 4, 4, 4])
    expect(tensors()).toBe(0)
    await engine.evaluate(network.plan, network.parameters, dataset)
    await engine.gradients(network.plan, network.parameters, dataset, Uint32Array.of(3, 1))
    expect(tensors()).toBe(0)
  })

  test('a run that is stopped, or fails in its middle or at its start, leaves none', async () => {
    const { engine, dataset } = await open()
    const controller = new AbortController()
    const stopped = engine.train(describeRun(dataset, { epochs: 100_000, signal: controller.signal }))
    setTimeout(() => controller.abort(), 100)
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' })
    expect(tensors()).toBe(0)
    const impossible = describeRun(dataset, { order: () => Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 20) })
    await expect(engine.train(impossible)).rejects.toMatchObject({ code: 'engine.failed' })
    const foreign = describeRun(dataset, { masks: network.masks.slice(1) })
    await expect(engine.train(foreign)).rejects.toMatchObject({ code: 'internal' })
    expect(tensors()).toBe(0)
  })
})

test('runs take turns; one that gives up its place lets nobody past', async () => {
  const { engine, dataset } = await open()
  const log: string[] = []
  const start = (name: string, signal: AbortSignal): Promise<unknown> =>
    engine.train(describeRun(dataset, { signal, onEpoch: async ({ epoch }) => void log.push(`${name}${epoch}`) }))
  const controller = new AbortController()
  const never = new AbortController().signal
  const first = start('a', never)
  const second = start('b', controller.signal)
  const third = start('c', never)
  controller.abort()
  await expect(second).rejects.toMatchObject({ code: 'interrupted' })
  await Promise.all([first, third])
  expect(log).toEqual(['a1', 'a2', 'a3', 'c1', 'c2', 'c3'])
})

test('closing ends what runs and what waits', async () => {
  const { engine, dataset } = await open()
  const outcomes = Promise.allSettled([
    engine.train(describeRun(dataset, { epochs: 100_000 })),
    engine.train(describeRun(dataset)),
  ])
  await engine.close()
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'engine.failed' } })
  await expect(engine.train(describeRun(dataset))).rejects.toMatchObject({ code: 'engine.failed' })
})

test.each([
  [1, 1, 1, 1, 1],
  [2, 3, 5, 2, 3],
  [3, 6, 4, 3, 1],
])("the tests' gradient of a convolution's weights is TensorFlow.js' own (%i×%i×%i×%i → %i)", (...sizes) => {
  const [images, height, width, channels, filters] = sizes
  const [x, dy] = [
    tf.randomNormal([images, height, width, channels]),
    tf.randomNormal([images, height, width, filters]),
  ]
  const filterShape: [number, number, number, number] = [3, 3, channels, filters]
  const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape }
  const fast = tf.engine().runKernel<Tensor>(tf.Conv2DBackpropFilter, { x, dy }, attrs)
  const info = slowFilterGradient.kernelFunc({ inputs: { x, dy }, backend: tf.backend(), attrs })
  if (Array.isArray(info)) throw new Error('one tensor was expected')
  const slow = tf.engine().makeTensorFromTensorInfo(info)
  expect(fast.shape).toEqual(slow.shape)
  expect(tf.max(tf.abs(tf.sub(fast, slow))).dataSync()[0]).toBeLessThan(1e-5)
  tf.dispose([x, dy, fast, slow])
})

describe('what it would compute on', () => {
  test('nothing where no package is installed: the reason says which one', async () => {
    expect(findTensorflow({ TICKETSCOPE_TENSORFLOW: 'file:///own.js' })).toBe('file:///own.js')
    expect(await probeModule(null)).toMatchObject({
      device: null,
      reason: expect.stringMatching(/CUDA 11\.2.*cuDNN 8\.1.*npm install --no-save @tensorflow\/tfjs-node-gpu/),
    })
  })

  test('a module that throws or crashes is no engine, and says why', async () => {
    const broken = await probeModule('data:text/javascript,throw new Error("libtensorflow is not here")')
    expect(broken).toMatchObject({ device: null, reason: expect.stringContaining('libtensorflow is not here') })
    const crashing = await probeModule('data:text/javascript,process.kill(process.pid, "SIGILL")')
    expect(crashing).toMatchObject({ device: null, reason: expect.stringContaining('SIGILL') })
  })

  test('TensorFlow.js in plain JavaScript is a CPU', async () => {
    const module = new URL('../../engines/plain-tensorflow.ts', import.meta.url).href
    const device = `CPU (TensorFlow.js ${tf.version_core})`
    expect(await probeModule(module)).toEqual({ device, reason: null, gpu: false, name: module })
  })

  test('a GPU has its name; where libraries are missing it is a CPU, and they are named', () => {
    const created =
      'I gpu_device.cc:1532] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 38423 MB memory:  -> device: 0, name: NVIDIA A100-SXM4-40GB, pci bus id: 0000:00:04.0, compute capability: 8.0'
    const library = 'TensorFlow 2.9.1'
    expect(judgeProbe('gpu', { ok: true, value: { gpu: true, library } }, created)).toEqual({
      device: 'NVIDIA A100-SXM4-40GB (TensorFlow 2.9.1)',
      reason: null,
      gpu: true,
      name: 'gpu',
    })
    const refused = ['libcudart.so.11.0', 'libcudnn.so.8', 'libcudnn.so.8']
      .map((file) => `W dso_loader.cc:64] Could not load dynamic library '${file}'; dlerror: …`)
      .join('\n')
    expect(judgeProbe('gpu', { ok: true, value: { gpu: false, library } }, refused)).toMatchObject({
      device: 'CPU (TensorFlow 2.9.1; no GPU, as libcudart.so.11.0, libcudnn.so.8 cannot be loaded)',
      gpu: false,
    })
  })
})
