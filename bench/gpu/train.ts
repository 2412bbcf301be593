// Training on the graphics device of this machine, and PyTorch beside it in turn: images a second, share of the device's
// peak in float32, time and bound of each kernel; then distances. One JSON on stdout, progress on stderr; meant to end
// within eight minutes on a large device and about two on a software adapter.
// usage: node bench/gpu/train.ts [--device PART-OF-NAME] [--network NAME] [--no-peer]
import { availableParallelism, cpus, loadavg } from 'node:os'
import { createBenchmarkRun } from '../../src/main/lab/engines/benchmark-run.ts'
import { openGpu } from '../../src/main/lab/engines/webgpu/gpu.ts'
import { openDevice } from '../../src/main/lab/gpu/device.ts'
import { architectures } from '../../src/shared/architecture.ts'
import { findAdapter } from './find-adapter.ts'
import { measureDistances } from './measure-distances.ts'
import { timeKernels } from './training/kernel-times.ts'
import { openLockstep } from './training/lockstep.ts'
import { listEntrants, race } from './training/race.ts'
import { measureRoofline } from './training/roofline.ts'
import { chooseSettings, readArguments } from './training/settings.ts'
import { costOfStep, flopsPerImage } from './training/step-cost.ts'
import { summarise } from './training/summary.ts'
import { openStopwatch } from './training/timing.ts'
import { openTorchPeer, peerCheck, peerFacts } from './training/torch-peer.ts'

const started = performance.now()
const elapsed = (): number => (performance.now() - started) / 1000
const say = (line: string): void => void process.stderr.write(`${elapsed().toFixed(0).padStart(4)} s  ${line}\n`)

const report: Record<string, unknown> = {}
/** What is known goes out in any case, also when time is up. */
const print = (): void => void process.stdout.write(`${JSON.stringify({ ...report, seconds: elapsed() })}\n`)
process.once('SIGTERM', () => {
  print()
  process.exit(1)
})

/** One part of the report; what it fails of is its entry, and the others go on. */
async function part<Value>(name: string, work: () => Promise<Value>): Promise<Value | null> {
  say(name)
  try {
    const value = await work()
    report[name] = value
    return value
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown)
    say(`${name}: ${error}`)
    report[name] = { error }
    process.exitCode = 1
    return null
  }
}

const wanted = readArguments(process.argv.slice(2))
const adapter = await findAdapter(wanted.device)
const settings = chooseSettings(adapter, wanted.network)
const { batch, density, kernelSeconds, kernelTrials } = settings
const run = createBenchmarkRun(architectures[settings.network], settings.steps * batch, density)
const { device, timed, close } = await openDevice(adapter)
const { limits } = device
Object.assign(report, {
  machine: {
    ...{ cpu: cpus()[0]?.model ?? 'CPU', cores: availableParallelism(), load: loadavg(), node: process.version },
  },
  device: {
    ...{ ...adapter, timed, maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize },
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
  },
  settings,
  flopsPerImage: flopsPerImage(run.plan),
  stepOfOneTrial: costOfStep(run.plan, batch),
})
const stopwatch = openStopwatch(device, timed)
const roofline = await part('roofline', () =>
  measureRoofline(device, stopwatch, { software: adapter.software, seconds: kernelSeconds }),
)
const gpu = openGpu(device)

const peer = wanted.peer ? openTorchPeer(settings.network, batch, density) : null
/** Which PyTorch; null where there is none. */
const torch = peer && (await part('peer', () => peer.ask({ ask: 'facts' }, peerFacts, settings.patience)))
if (peer && torch) {
  await part('peerCheck', async () => {
    const found = await peer.ask({ ask: 'check', trials: settings.checkedTrials }, peerCheck, settings.patience)
    const equal = Object.values(found.largestRelativeDifference).every((difference) => difference < 1e-3)
    if (!equal) throw new Error(`stacked trials learn something else than single ones: ${JSON.stringify(found)}`)
    return found
  })
}

const kernels = await part('kernels', async () => {
  const lockstep = await openLockstep(gpu, run, { trials: kernelTrials, batch })
  try {
    await lockstep.measure(settings.seconds / 2) // real values everywhere
    const options = { trials: kernelTrials, batch, seconds: kernelSeconds, roofline }
    return await timeKernels(device, stopwatch, lockstep.group.training, run.plan, options)
  } finally {
    lockstep.close()
  }
})
const raced = listEntrants(settings.trials, torch ? settings.peerTrials : [])
report['speeds'] = raced
say('speeds')
await race(gpu, run, peer, raced, { ...settings, left: () => settings.limit - elapsed(), say })
peer?.close()
report['summary'] = summarise(run.plan, settings, { roofline, kernels, raced })
stopwatch.close()
close()
await part('distances', () => measureDistances(adapter, settings.distances))
print()
