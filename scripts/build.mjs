// Compiles the kernels, copies the shaders and bundles shell, lab, command line, preload and renderer into out/.
import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pinnedEnvironment } from './setup/command.mjs'
import { pinnedNode } from './setup/node.mjs'
import { inRoot, root } from './setup/places.mjs'

async function build() {
  const { buildWasm } = await import('./wasm.mjs')
  await buildWasm()
  const { copyShaders } = await import('./shaders.mjs')
  copyShaders()
  const { build: bundle } = await import('electron-vite')
  await bundle({ root, logLevel: 'warn' })
}

if (process.execPath === realpathSync(pinnedNode())) {
  await build()
} else {
  const { status } = spawnSync(pinnedNode(), [fileURLToPath(import.meta.url)], {
    stdio: 'inherit',
    cwd: inRoot(),
    env: pinnedEnvironment(),
  })
  process.exitCode = status ?? 1
}
