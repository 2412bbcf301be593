import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runPinned } from './command.mjs'
import { inRoot } from './places.mjs'

const inputs = [
  'src',
  'electron.vite.config.ts',
  'scripts/wasm.mjs',
  'scripts/shaders.mjs',
  'scripts/build.mjs',
  'package-lock.json',
]
const outputs = ['main/index.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html', 'wasm/training.wasm']
const stampFile = inRoot('out', '.sources')

function* filesOf(path) {
  const children = readdirSync(inRoot(path), { withFileTypes: true })
  for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, child.name)
    if (child.isDirectory()) yield* filesOf(inside)
    else yield inside
  }
}

/** One hash over everything that the build reads. */
function hashSources() {
  const hash = createHash('sha256')
  for (const input of inputs) {
    for (const file of input === 'src' ? filesOf(input) : [input]) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(inRoot(file)))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

export function buildIsCurrent() {
  if (!existsSync(stampFile) || outputs.some((file) => !existsSync(inRoot('out', file)))) return false
  return readFileSync(stampFile, 'utf8') === hashSources()
}

/** Builds, then notes which sources it built; an interrupted build leaves no note and is done again. */
export async function buildSources() {
  const hash = hashSources()
  rmSync(stampFile, { force: true })
  await runPinned(inRoot('scripts', 'build.mjs'))
  mkdirSync(inRoot('out'), { recursive: true })
  writeFileSync(stampFile, hash)
}
