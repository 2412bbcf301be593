// What a training step costs, kernel by kernel, from the network's plan alone: a table in Markdown.
// usage: node bench/gpu/costs.ts [network] [trials] [images of a batch]
import { planNetwork } from '../../src/main/lab/science/networks.ts'
import { architectures, type ArchitectureName } from '../../src/shared/architecture.ts'
import { costOfStep, flopsPerImage } from './training/step-cost.ts'

const [name = 'conv-2', trials = '20', batch = '60'] = process.argv.slice(2)
const names = Object.keys(architectures) as ArchitectureName[]
const network = names.find((one) => one === name)
if (!network) throw new Error(`no network ${name}; there are ${names.join(', ')}`)
const plan = planNetwork(architectures[network])
const times = Number(trials)
const rows = costOfStep(plan, Number(batch)).map(({ name: kernel, flops, reads, writes }) => ({
  kernel,
  gigaflops: (flops * times) / 1e9,
  megabytes: ((reads + writes) * times) / 1e6,
}))
const show = (value: number): string => value.toFixed(value < 10 ? 2 : 0)
const row = (kernel: string, gigaflops: number, megabytes: number): string =>
  `| ${kernel} | ${show(gigaflops)} | ${show(megabytes)} | ${show((gigaflops * 1000) / megabytes)} |`
const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, one) => total + of(one), 0)
const lines = [
  `${network}, ${trials} trials of ${batch} images: ${(flopsPerImage(plan) / 1e6).toFixed(1)} MFLOP an image`,
  '',
  '| kernel | GFLOP | MB | FLOP a byte |',
  '|---|---|---|---|',
  ...rows.map(({ kernel, gigaflops, megabytes }) => row(kernel, gigaflops, megabytes)),
  row(
    'all',
    sum(({ gigaflops }) => gigaflops),
    sum(({ megabytes }) => megabytes),
  ),
]
process.stdout.write(`${lines.join('\n')}\n`)
