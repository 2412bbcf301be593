import { readShaders } from '../../gpu/shaders.ts'

/** A buffer as a kernel sees it. */
export interface Binding {
  name: string
  access: 'read' | 'write' | 'update'
  element: 'f32' | 'u32' | 'atomic<u32>' | 'vec2<f32>'
  /**
   * Of float32: gives the kernel `NAME_4(index, count)` or `store_NAME_4(index, count, value)` for four neighbours at an
   * index that 4 divides, of which `count` are there. `whole`: always all four, so that one access takes them.
   */
  fours?: 'whole' | 'guarded'
}

/** Where 4 divides every line, one access takes four values. */
export const foursOf = (line: number): 'whole' | 'guarded' => (line % 4 === 0 ? 'whole' : 'guarded')

export type ShaderFile = `./kernels/${string}.wgsl`

/** A kernel's text and constants. */
export interface Recipe {
  files: ShaderFile[]
  entry: string
  bindings: Binding[]
  /** Values of the `override`s in the files; those that no file declares are left out. */
  constants: Record<string, number>
}

export interface Kernel {
  pipeline: GPUComputePipeline
  layout: GPUBindGroupLayout
}

export interface Kernels {
  /** Of the same recipe the same kernel. What is wrong with it the device reports as an uncaptured error. */
  compile(recipe: Recipe): Kernel
}

/** Bytes of a launch record: the smallest distance of dynamic offsets that every device allows. */
export const launchStride = 256

export function openKernels(device: GPUDevice): Kernels {
  const launchLayout = createLaunchLayout(device)
  const made = new Map<string, Kernel>()

  function make({ files, entry, bindings, constants }: Recipe): Kernel {
    const code = [declareBindings(bindings), readShaders(import.meta.url, './kernels/launch.wgsl', ...files)].join('\n')
    const declared = new Set([...code.matchAll(/^override (\w+)/gm)].map(([, name]) => name))
    const used = Object.entries(constants).filter(([name]) => declared.has(name))
    const layout = device.createBindGroupLayout({
      entries: bindings.map(({ access }, binding) => ({
        binding,
        visibility: 4, // compute
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
      })),
    })
    const pipeline = device.createComputePipeline({
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout, launchLayout] }),
      compute: {
        module: device.createShaderModule({ code }),
        entryPoint: entry,
        constants: Object.fromEntries(used),
      },
    })
    return { pipeline, layout }
  }

  return {
    compile(recipe) {
      const key = JSON.stringify(recipe)
      const kernel = made.get(key) ?? make(recipe)
      made.set(key, kernel)
      return kernel
    },
  }
}

/** Group 1 of every kernel: its launch record. */
export function createLaunchLayout(device: GPUDevice): GPUBindGroupLayout {
  return device.createBindGroupLayout({
    entries: [{ binding: 0, visibility: 4, buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: 32 } }],
  })
}

function declareBindings(bindings: Binding[]): string {
  return bindings
    .map(({ name, access, element, fours }, index) => {
      const mode = access === 'read' ? 'read' : 'read_write'
      const type = fours === 'whole' ? 'vec4<f32>' : element
      const variable = `@group(0) @binding(${index}) var<storage, ${mode}> ${name}: array<${type}>;`
      if (!fours) return variable
      return `${variable}\n${access === 'read' ? readFour(name, fours) : storeFour(name, fours)}`
    })
    .join('\n')
}

const components = ['x', 'y', 'z', 'w']

function readFour(name: string, fours: 'whole' | 'guarded'): string {
  if (fours === 'whole') return `fn ${name}_4(index: u32, count: u32) -> vec4<f32> { return ${name}[index / 4u]; }`
  const reads = components.map(
    (component, at) => `  if (count > ${at}u) { four.${component} = ${name}[index + ${at}u]; }`,
  )
  return `fn ${name}_4(index: u32, count: u32) -> vec4<f32> {\n  var four = vec4<f32>();\n${reads.join('\n')}\n  return four;\n}`
}

function storeFour(name: string, fours: 'whole' | 'guarded'): string {
  const head = `fn store_${name}_4(index: u32, count: u32, value: vec4<f32>)`
  if (fours === 'whole') return `${head} { ${name}[index / 4u] = value; }`
  const writes = components.map(
    (component, at) => `  if (count > ${at}u) { ${name}[index + ${at}u] = value.${component}; }`,
  )
  return `${head} {\n${writes.join('\n')}\n}`
}
