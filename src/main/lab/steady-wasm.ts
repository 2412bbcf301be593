import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 compile WebAssembly in whole modules instead of function by function while it runs: the latter crashes now and
 * then when worker threads with WebAssembly come and go (nodejs/node issue 64500). To be called before any is compiled.
 */
export function steadyWasm(): void {
  setFlagsFromString('--no-wasm-dynamic-tiering')
}
