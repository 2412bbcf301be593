// The table of docs/performance.md: our figures and the peers', measured in turn.
// usage: node bench/speed.ts [pairs of runs] [seconds a run]; 5 and 3 take some four minutes, and rows come one by one
// Peers (left out where missing): Debian's python3-torch and libopenblas0-pthread, python3-numpy and python3-scipy; another
// Python than the system's is named by the variable PYTHON.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Density } from '../src/main/lab/engines/benchmark-run.ts'
import { wasmFile } from '../src/main/lab/locations.ts'
import { benchDistance, openDistanceKernel } from '../src/main/lab/science/distance/index.ts'
import { peerEnvironment, python } from './python.ts'
import { openOurs, openTorch, type Side } from './trainers.ts'

const [pairs = 5, seconds = 3] = process.argv.slice(2).map(Number)
const lateRound: Density = { conv: 0.314, dense: 0.086, output: 0.314 }
const reference = fileURLToPath(new URL('../../shared/reference/nnstd/mlp.json', import.meta.url))
const ourNetworks = fileURLToPath(new URL('networks.ts', import.meta.url))
const numpyPeer = fileURLToPath(new URL('../../shared/bench/nnstd_numpy.py', import.meta.url))
/** Two networks of the reference: different starts, one of them trained. */
const networks = ['w0-epoch000', 'w9-epoch190'] as const

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** What a program prints, or null when it cannot run here. */
function runProgram(program: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: peerEnvironment, stdio: ['ignore', 'pipe', 'ignore'] })
    let printed = ''
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()))
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code === 0 ? printed : null))
  })
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
  openFirst: () => Promise<Side>,
  openSecond: () => Promise<Side>,
  lowerIsBetter = false,
): Promise<void> {
  const [first, second] = await Promise.all([openFirst(), openSecond()])
  const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []]
  try {
    for (let pair = 0; pair < pairs; pair++) {
      const [a, b] = [await first.measure(), await second.measure()]
      ours.push(a)
      theirs.push(b)
      ratios.push(lowerIsBetter ? b / a : a / b)
    }
  } finally {
    await Promise.all([first.close(), second.close()])
  }
  print(`| ${what} | ${show(median(ours))} | ${show(median(theirs))} | ${show(median(ratios))} |`)
}

/** A side that needs no setting up. */
const measuring = (measure: () => Promise<number>) => async (): Promise<Side> => ({ measure, close: async () => {} })

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
  () => openOurs('conv-2', 2, seconds),
  () => openTorch('conv-2', seconds),
)
await compare(
  'mini-conv-2, images/s: two workers, PyTorch',
  () => openOurs('mini-conv-2', 2, seconds),
  () => openTorch('mini-conv-2', seconds),
)
await compare(
  'Conv-2, images/s on one worker: last round, first round',
  () => openOurs('conv-2', 1, seconds, { density: lateRound }),
  () => openOurs('conv-2', 1, seconds, { density: 1 }),
)
for (const name of ['conv-2', 'mini-conv-2'] as const) {
  await compare(
    `one ${name}, images/s: two workers, one worker`,
    () => openOurs(name, 2, seconds, { runs: 1 }),
    () => openOurs(name, 1, seconds, { runs: 1 }),
  )
}
if (existsSync(reference)) {
  for (const [which, title] of [
    ['warm', 'ours'],
    ['first', 'ours, first in its process'],
  ] as const) {
    await compare(
      `two networks of mlp.json, both metrics, ms on one core: ${title}, numpy and scipy`,
      measuring(() => compareOurs(which)),
      measuring(compareNumpy),
      true,
    )
  }
}
const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))
const pair = benchDistance(kernel, 9)
print(`| a pair of Conv-2 tickets, ms on one core | ${show(pair.millisecondsPerPair)} | | |`)
