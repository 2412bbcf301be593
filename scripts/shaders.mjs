import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { inRoot, root } from './setup/places.mjs'

/** Copies the WGSL files as they are into out/wgsl, flat; src/main/lab/locations.ts looks for them there. */
export function copyShaders() {
  const target = inRoot('out', 'wgsl')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (const file of globSync('src/**/*.wgsl', { cwd: root }))
    cpSync(inRoot(file), inRoot('out', 'wgsl', basename(file)))
}
