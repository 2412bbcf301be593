// The table of docs/performance.md: our figures and the peers', measured in turn.
// usage: node bench/speed.ts [pairs of runs] [seconds a run]
// Peers (left out where missing): Debian's python3-torch and libopenblas0-pthread, python3-numpy and python3-scipy; another
// Python than the system's is named by the variable PYTHON.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Density } from '../src/main/lab/engines/benchmark-run.ts'
import { benchTraining } from '../src/main/lab/engines/benchmark.ts'
import { openEngine } from '../src/main/lab/engines/open.ts'
import { wasmFile } from '../src/main/lab/locations.ts'
import { benchDistance, openDistanceKernel } from '../src/main/lab/science/distance/index.ts'
import { architectures, type ArchitectureName } from '../src/shared/architecture.ts'

const [pairs = 5, seconds = 8] = process.argv.slice(2).map(Number)
const batch = 60
const lateRound: Density = { conv: 0.314, dense: 0.086, output: 0.314 }
const reference = fileURLToPath(new URL('../../shared/reference/nnstd/mlp.json', import.meta.url))
const torchPeer = fileURLToPath(new URL('peers/train_torch.py', import.meta.url))
const ourNetworks = fileURLToPath(new URL('networks.ts', import.meta.url))
const numpyPeer = fileURLToPath(new URL('../../shared/bench/nnstd_numpy.py', import.meta.url))
/** Two networks of the reference: different starts, one of them trained. */
const networks = ['w0-epoch000', 'w9-epoch190'] as const

const python = process.env['PYTHON'] ?? (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3')

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** What a program prints, or null when it cannot run here. One thread; settings that hold a peer's BLAS back are left out. */
function runProgram(program: string, args: string[]): Promise<string | null> {
  const env: NodeJS.ProcessEnv = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
  delete env['OPENBLAS_CORETYPE']
  delete env['OPENBLAS_L2_SIZE']
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
    let printed = ''
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()))
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code === 0 ? printed : null))
  })
}

async function trainOurs(
  name: ArchitectureName,
  workers: number,
  { density, runs }: { density?: Density; runs?: number } = {},
): Promise<number> {
  const { engine } = await openEngine('wasm', { workers })
  const architecture = architectures[name]
  try {
    const options = {
      name,
      architecture,
      batch,
      seconds,
      ...(density !== undefined && { density }),
      ...(runs && { runs }),
    }
    return (await benchTraining(engine, options)).imagesPerSecond
  } finally {
    await engine.close()
  }
}

/** Two processes of one thread each: the best that PyTorch does on two cores. */
async function trainTorch(name: ArchitectureName): Promise<number> {
  const args = [torchPeer, name, String(batch), String(seconds)]
  const printed = await Promise.all([runProgram(python, args), runProgram(python, args)])
  return printed.reduce((sum, text) => sum + Number(text ?? NaN), 0)
}

/** @param which `first` of a process, or `warm` */
async function compareOurs(which: 'first' | 'warm'): Promise<number> {
  const printed = await runProgram(process.execPath, [ourNetworks, reference, ...networks])
  return Number(new RegExp(`"${which}":([\\d.]+)`).exec(printed ?? '')?.[1] ?? NaN)
}

async function compareNumpy(): Promise<number> {
  const printed = await runProgram(python, [numpyPeer, reference, ...networks, '9'])
  return Number(/"millisecondsPerPair": ([\d.]+)/.exec(printed ?? '')?.[1] ?? NaN)
}

const show = (value: number): string =>
  Number.isNaN(value) ? 'not here' : value.toLocaleString('en', { maximumSignificantDigits: 4 })

/** One row: both sides in turn, medians, and the median of the ratios (above 1: the first is better). */
async function compare(
  what: string,
  first: () => Promise<number>,
  second: () => Promise<number>,
  lowerIsBetter = false,
): Promise<void> {
  const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []]
  for (let pair = 0; pair < pairs; pair++) {
    const [a, b] = [await first(), await second()]
    ours.push(a)
    theirs.push(b)
    ratios.push(lowerIsBetter ? b / a : a / b)
  }
  print(`| ${what} | ${show(median(ours))} | ${show(median(theirs))} | ${show(median(ratios))} |`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

print(
  `${cpus()[0]?.model ?? 'CPU'}, ${cpus().length} cores, Node ${process.version}; medians of ${pairs} runs in turn\n`,
)
print('| what | first | second | ratio |')
print('|---|---|---|---|')
await compare(
  'Conv-2, images/s: two workers, PyTorch',
  () => trainOurs('conv-2', 2),
  () => trainTorch('conv-2'),
)
await compare(
  'mini-conv-2, images/s: two workers, PyTorch',
  () => trainOurs('mini-conv-2', 2),
  () => trainTorch('mini-conv-2'),
)
await compare(
  'Conv-2, images/s on one worker: last round, first round',
  () => trainOurs('conv-2', 1, { density: lateRound }),
  () => trainOurs('conv-2', 1, { density: 1 }),
)
for (const name of ['conv-2', 'mini-conv-2'] as const) {
  await compare(
    `one ${name}, images/s: two workers, one worker`,
    () => trainOurs(name, 2, { runs: 1 }),
    () => trainOurs(name, 1, { runs: 1 }),
  )
}
if (existsSync(reference)) {
  const networksOf = 'two networks of mlp.json, both metrics, ms on one core'
  await compare(`${networksOf}: ours, numpy and scipy`, () => compareOurs('warm'), compareNumpy, true)
  await compare(
    `${networksOf}: ours, first in its process, numpy and scipy`,
    () => compareOurs('first'),
    compareNumpy,
    true,
  )
}
const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
const pair = benchDistance(kernel, 9)
print(`| a pair of Conv-2 tickets, ms on one core | ${show(pair.millisecondsPerPair)} | | |`)
