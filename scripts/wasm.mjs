// Compiles the AssemblyScript kernels to out/wasm/*.wasm (WebAssembly with relaxed SIMD).
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const modules = {
  training: 'src/main/lab/engines/wasm/assembly/index.ts',
  distance: 'src/main/lab/science/distance/assembly/index.ts',
}
// One trial's training is shared between threads, and so is its memory.
const shared = { training: ['--enable', 'threads', '--sharedMemory'], distance: [] }
const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds the named modules, default all. Throws with the compiler's own words when one does not compile. */
export async function buildWasm(names = Object.keys(modules)) {
  const { default: compiler } = await import('assemblyscript/asc')
  mkdirSync(new URL('../out/wasm', import.meta.url), { recursive: true })
  for (const name of names) {
    const { error, stderr } = await compiler.main(
      [modules[name], '--baseDir', root, '--outFile', `out/wasm/${name}.wasm`, '-O3', '--noAssert', '--runtime', 'stub']
        .concat(['--enable', 'simd', '--enable', 'relaxed-simd', '--importMemory', '--initialMemory', '1'])
        .concat(['--maximumMemory', '65536', ...shared[name]]),
    )
    if (error) throw new Error(`${modules[name]} does not compile:\n${stderr.toString()}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2)
  await buildWasm(names.length > 0 ? names : undefined)
}
