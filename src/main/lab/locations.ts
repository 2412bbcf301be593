import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('package.json of Ticketscope is missing; install it again')
    folder = parent
  }
  return folder
}

/** Where package.json lies; the same for the source tree and the build in out/. */
export const packageRoot = findPackageRoot()

/** A WebAssembly module made by scripts/wasm.mjs. */
export function wasmFile(name: 'training' | 'distance'): string {
  return join(packageRoot, 'out', 'wasm', `${name}.wasm`)
}

/** Data shipped as it is. */
export function resourceFile(...path: string[]): string {
  return join(packageRoot, 'resources', ...path)
}

/**
 * A worker thread's entry. In the source it is the .ts file beside its owner (Node strips the types); in the build every
 * entry and chunk lies in one folder.
 * @param owner the caller's import.meta.url
 */
export function workerEntry(owner: string, file: `./${string}.ts`): URL {
  return new URL(owner.endsWith('.ts') ? file : file.replace(/^.*\//, './').replace(/\.ts$/, '.js'), owner)
}

/** A WGSL file. In the source it lies beside its owner; the build puts all of them into out/wgsl. */
export function shaderFile(owner: string, file: `./${string}.wgsl`): URL {
  return new URL(owner.endsWith('.ts') ? file : `../wgsl/${file.replace(/^.*\//, '')}`, owner)
}
