/** What is told of a device's work, and may be changed of it. */
export interface Watcher {
  /** Of each dispatch: its kernel, and its workgroups along x, y and z. */
  onDispatch?(pipeline: GPUComputePipeline, size: [x: number, y: number, z: number]): void
  /** Before each submission. */
  onSubmit?(): void
  /** The size that a buffer gets instead of its own, in bytes. */
  resize?(size: number): number
}

/** The object itself, but for some of its members. */
function overlay<Target extends object>(target: Target, changes: Partial<Target>): Target {
  return new Proxy(target, {
    get(_, key): unknown {
      const value: unknown = Reflect.get(key in changes ? changes : target, key)
      return typeof value === 'function' ? value.bind(key in changes ? changes : target) : value
    },
  })
}

/** The device with somebody who looks on. */
export function watchDevice(device: GPUDevice, { onDispatch, onSubmit, resize }: Watcher): GPUDevice {
  function watchPass(pass: GPUComputePassEncoder): GPUComputePassEncoder {
    let current: GPUComputePipeline | null = null
    return overlay(pass, {
      setPipeline(pipeline) {
        current = pipeline
        pass.setPipeline(pipeline)
      },
      dispatchWorkgroups(x, y = 1, z = 1) {
        if (current) onDispatch?.(current, [x, y, z])
        pass.dispatchWorkgroups(x, y, z)
      },
    })
  }
  const queue = overlay(device.queue, {
    submit(buffers) {
      onSubmit?.()
      device.queue.submit(buffers)
    },
  })
  return overlay(device, {
    queue,
    createBuffer: (descriptor) =>
      device.createBuffer({ ...descriptor, size: resize?.(descriptor.size) ?? descriptor.size }),
    createCommandEncoder(descriptor) {
      const encoder = device.createCommandEncoder(descriptor)
      return overlay(encoder, { beginComputePass: (options) => watchPass(encoder.beginComputePass(options)) })
    },
  })
}
