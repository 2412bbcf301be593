// Where a training step's time goes, kernel by kernel, on one core.
// usage: node bench/kernels.ts [seconds] [density]
// Figures are the least over all steps, so that other work on the machine counts as little as it can.
import { createBenchmarkRun, type BenchmarkRun } from '../src/main/lab/engines/benchmark-run.ts'
import { compileKernels, type Kernels } from '../src/main/lab/engines/wasm/kernels.ts'
import { createNetwork } from '../src/main/lab/engines/wasm/network.ts'
import type { NetworkPlan } from '../src/main/lab/science/networks.ts'
import { architectures, type ArchitectureName } from '../src/shared/architecture.ts'
import type { Optimiser } from '../src/shared/spec.ts'

const batch = 60
const optimiser: Optimiser = { kind: 'adam', learningRate: 2e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const [seconds = 5, density = 0.3] = process.argv.slice(2).map(Number)

/** What holds each kernel back on an x86-64 core. */
const bounds: Record<string, string> = {
  convolve: 'multiply-adds',
  convolutionWeightGradient: 'multiply-adds',
  winogradConvolve: 'multiply-adds (a quarter of the direct ones), then transforms; pools where a pool follows',
  winogradWeightGradient: 'multiply-adds (a quarter of the direct ones), then transforms',
  denseForward: 'multiply-adds',
  denseWeightGradient: 'multiply-adds',
  denseInputGradient: 'multiply-adds',
  sparseForward: 'loads',
  sparseInputGradient: 'loads and stores',
  sparseWeightGradient: 'loads',
  adam: 'memory',
  poolForward: 'cache',
  poolInputGradient: 'cache',
  softmaxCrossEntropy: 'exponentials',
}

/** Multiply-adds of a step as a direct, unmasked computation would do them, by kernel. */
function countProducts(plan: NetworkPlan, dense: boolean): Map<string, number> {
  const products = new Map<string, number>()
  const add = (kernel: string, count: number): void => void products.set(kernel, (products.get(kernel) ?? 0) + count)
  let trained = false
  for (const stage of plan.stages) {
    if (stage.kind === 'conv') {
      const count = batch * stage.height * stage.width * stage.channels * stage.filters * 9
      const winograd = stage.height % 4 === 0 && stage.width % 4 === 0
      add(winograd ? 'winogradConvolve' : 'convolve', trained ? 2 * count : count)
      add(winograd ? 'winogradWeightGradient' : 'convolutionWeightGradient', count)
      trained = true
    } else if (stage.kind === 'dense') {
      const count = batch * stage.inputs * stage.units
      add(dense ? 'denseForward' : 'sparseForward', count)
      add(dense ? 'denseWeightGradient' : 'sparseWeightGradient', count)
      if (trained) add(dense ? 'denseInputGradient' : 'sparseInputGradient', count)
      trained = true
    }
  }
  return products
}

interface Time {
  now: number
  calls: number
  least: number
}

/** Milliseconds that the clock itself adds to the time of one call. */
function costOfWatching(): number {
  const calls = 1000
  let least = Infinity
  for (let turn = 0; turn < 100; turn++) {
    let sum = 0
    for (let call = 0; call < calls; call++) {
      const start = performance.now()
      sum += performance.now() - start
    }
    least = Math.min(least, sum / calls)
  }
  return least
}

/** The kernels, each adding its milliseconds to `times`. */
function watch(kernels: Kernels, times: Map<string, Time>): Kernels {
  const watched = { ...kernels }
  for (const name of Object.keys(watched)) {
    const kernel: unknown = Reflect.get(kernels, name)
    if (typeof kernel !== 'function') continue
    const time: Time = { now: 0, calls: 0, least: Infinity }
    times.set(name, time)
    Reflect.set(watched, name, (...values: number[]): unknown => {
      const start = performance.now()
      const result: unknown = Reflect.apply(kernel, undefined, values)
      time.now += performance.now() - start
      time.calls++
      return result
    })
  }
  return watched
}

/** Least milliseconds of a step. @param begin called before each step @param end after it */
function timeSteps(
  { plan, dataset, masks, parameters }: BenchmarkRun,
  watched: (kernels: Kernels) => Kernels,
  begin: () => void,
  end: () => void,
): number {
  const network = createNetwork(compileKernels(), plan, batch, watched)
  network.setScaling(dataset)
  network.setState({ parameters, steps: 0 }, masks, optimiser, batch)
  const order = Uint32Array.from({ length: batch }, (_, index) => index)
  const pause = (): void => undefined
  let least = Infinity
  const stop = performance.now() + (seconds * 1000) / 2
  for (let step = 1; performance.now() < stop || step < 4; step++) {
    begin()
    const start = performance.now()
    network.forward(dataset.train, order, 0, batch, pause)
    network.loss(batch)
    network.backward(batch, pause)
    network.step(optimiser, step)
    least = Math.min(least, performance.now() - start)
    end()
  }
  return least
}

function profile(name: ArchitectureName): void {
  const run = createBenchmarkRun(architectures[name], batch, density)
  const times = new Map<string, Time>()
  const nothing = (): void => undefined
  timeSteps(
    run,
    (kernels) => watch(kernels, times),
    () => {
      for (const time of times.values()) Object.assign(time, { now: 0, calls: 0 })
    },
    () => {
      for (const time of times.values()) time.least = Math.min(time.least, time.now)
    },
  )
  const least = timeSteps(run, (kernels) => kernels, nothing, nothing)
  const clock = costOfWatching()
  const used = [...times]
    .filter(([, { calls }]) => calls > 0)
    .map(([kernel, { calls, least: ms }]) => ({ kernel, calls, ms: Math.max(0, ms - calls * clock) }))
    .toSorted((a, b) => b.ms - a.ms)
  const products = countProducts(run.plan, times.get('sparseForward')?.calls === 0)
  const kernelTime = used.reduce((sum, { ms }) => sum + ms, 0)
  print(`\n${name}, batch ${batch}, ${density * 100} % kept: ${least.toFixed(2)} ms a step\n`)
  print('| kernel | calls | ms | share | GFLOPS | bound |')
  print('|---|---|---|---|---|---|')
  for (const { kernel, calls, ms } of used) {
    const speed = ((products.get(kernel) ?? 0) * 2) / (ms * 1e6)
    const share = ((ms / least) * 100).toFixed(1)
    print(
      `| ${kernel} | ${calls} | ${ms.toFixed(3)} | ${share} % | ${speed > 0 ? speed.toFixed(0) : ''} | ${bounds[kernel] ?? ''} |`,
    )
  }
  const rest = least - kernelTime
  print(
    `| overhead: a step without the clock, less its kernels | | ${rest.toFixed(3)} | ${((rest / least) * 100).toFixed(1)} % | | |`,
  )
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

profile('conv-2')
profile('mini-conv-2')
