// The part of the WebAssembly JavaScript interface that the lab uses; without the browser's types TypeScript lacks it.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Instance {
    constructor(module: Module, imports?: Record<string, Record<string, unknown>>)
    readonly exports: unknown
  }
  class CompileError extends Error {}
  function validate(bytes: Uint8Array): boolean
}
