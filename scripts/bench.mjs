// npm run bench: the table of docs/performance.md, on the pinned Node. npm run bench -- kernels: a training step by kernel.
// npm run bench -- window: the window on a large home.
import { spawn } from 'node:child_process'
import { inRoot, root } from './setup/places.mjs'
import { setUp } from './setup.mjs'

const [first, ...rest] = process.argv.slice(2)
const own = first === 'kernels' || first === 'window'
const args = own ? [`${first}.ts`, ...rest] : ['speed.ts', ...(first ? [first, ...rest] : [])]
const { node } = await setUp({ window: first === 'window', quiet: true })
const child = spawn(node, [inRoot('bench', args[0]), ...args.slice(1)], { cwd: root, stdio: 'inherit' })
child.once('close', (code) => (process.exitCode = code ?? 1))
