// npm run bench: the figures of docs/performance.md, on the pinned Node. npm run bench -- pairs: a study's distances alone.
// npm run bench -- gpu-distances: the same on a graphics device, as JSON. npm run bench -- kernels: a training step by kernel.
// npm run bench -- gpu: training on a graphics device, PyTorch beside it, as JSON; gpu-costs: what its kernels have to do.
// npm run bench -- window: the window on a large home.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { inRoot, root } from './setup/places.mjs'
import { setUp } from './setup.mjs'

const [first, ...rest] = process.argv.slice(2)
const named = {
  kernels: ['kernels.ts'],
  pairs: ['pairs.ts'],
  window: ['window.ts'],
  gpu: ['gpu/train.ts'],
  'gpu-costs': ['gpu/costs.ts'],
  'gpu-distances': ['gpu/distances.ts'],
}
const programs = Object.hasOwn(named, first ?? '')
  ? [[...named[first], ...rest]]
  : [['speed.ts', ...process.argv.slice(2)], ['pairs.ts']]
const { node } = await setUp({ window: first === 'window', quiet: true })
for (const [file, ...args] of programs) {
  const child = spawn(node, [inRoot('bench', file), ...args], { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'close')
  if (code !== 0) process.exitCode = code ?? 1
}
