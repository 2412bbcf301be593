import { compileKernels, instantiateKernels, type Kernels } from '../../../src/main/lab/engines/wasm/kernels.ts'

/** The kernels over a small memory, with arrays put into it one after another. */
export interface KernelBench {
  kernels: Kernels
  /** Copies values in; gives their address and a live view of them. */
  put(values: ArrayLike<number>): { at: number; values: Float32Array }
  putBytes(values: ArrayLike<number>): { at: number; values: Uint8Array }
}

export function createKernelBench(): KernelBench {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 64, shared: true })
  let end = 65536
  const reserve = (bytes: number): number => {
    const at = end
    end = Math.ceil((at + bytes) / 64) * 64
    return at
  }
  return {
    kernels: instantiateKernels(compileKernels(), memory),
    put(values) {
      const view = new Float32Array(memory.buffer, reserve(values.length * 4), values.length)
      view.set(values)
      return { at: view.byteOffset, values: view }
    },
    putBytes(values) {
      const view = new Uint8Array(memory.buffer, reserve(values.length), values.length)
      view.set(values)
      return { at: view.byteOffset, values: view }
    },
  }
}
