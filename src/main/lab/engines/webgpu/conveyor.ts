import { createLaunchLayout, launchStride } from './kernels.ts'
import type { Launch, Pass } from './pass.ts'

/** Seconds that a submission is to take: short enough to stop soon and to leave the screen alone, long enough to be worth it. */
const wantedSeconds = 0.1
/** A budget grows by this at the most from one submission to the next. */
const growth = 4
const launchesPerSubmission = 2048
const mostWorkgroups = 65_535

/** Sends passes to the device in submissions of about a tenth of a second, two at a time. */
export interface Conveyor {
  /**
   * Adds one pass after another. Waits while the device has enough to do.
   * @param check asked between submissions: throws when the work is to stop; what was not sent is then forgotten
   */
  run(passes: Pass[], launch: Launch, check: () => void): Promise<void>
  /** Waits until all that was sent is done. */
  finish(): Promise<void>
}

/**
 * What one dispatch computes is cut to the device's measured speed, so that no driver takes it for dead and a stop is heard
 * soon; how it is cut changes no result.
 * @param firstOperations of the first submission, before the speed is known
 */
export function openConveyor(device: GPUDevice, firstOperations: number): Conveyor {
  const records = device.createBuffer({ size: launchStride * launchesPerSubmission, usage: 0x48 }) // uniform, copy to
  const words = new Uint32Array((launchStride / 4) * launchesPerSubmission)
  const launches = device.createBindGroup({
    layout: createLaunchLayout(device),
    entries: [{ binding: 0, resource: { buffer: records, size: 32 } }],
  })
  let budget = firstOperations
  let encoder: GPUCommandEncoder | null = null
  let compute: GPUComputePassEncoder | null = null
  let used = 0
  let cost = 0
  /** Ends of the submissions on the device, oldest first. */
  const underway: Promise<void>[] = []
  let lastEnd = 0
  /** A lost device may never say that its work is done. */
  const lost = device.lost.then(() => {})

  function forget(): void {
    encoder = null
    compute = null
    used = 0
    cost = 0
  }

  function submit(): void {
    if (!encoder || !compute) return
    compute.end()
    device.queue.writeBuffer(records, 0, words, 0, (used * launchStride) / 4)
    device.queue.submit([encoder.finish()])
    const [sent, work] = [performance.now(), cost]
    underway.push(
      device.queue.onSubmittedWorkDone().then(() => {
        const now = performance.now()
        const seconds = Math.max((now - Math.max(sent, lastEnd)) / 1000, 1e-6)
        lastEnd = now
        budget = Math.max(firstOperations / 16, Math.min(budget * growth, (work / seconds) * wantedSeconds))
      }),
    )
    forget()
  }

  async function makeRoom(most: number): Promise<void> {
    while (underway.length > most) await Promise.race([underway.shift(), lost])
  }

  function dispatch(
    pass: Pass,
    launch: Launch,
    origin: [number, number, number],
    size: [number, number, number],
  ): void {
    encoder ??= device.createCommandEncoder()
    compute ??= encoder.beginComputePass()
    words.set([...origin, launch.images, launch.first, launch.step], (used * launchStride) / 4)
    compute.setPipeline(pass.kernel.pipeline)
    compute.setBindGroup(0, pass.buffers)
    compute.setBindGroup(1, launches, [used * launchStride])
    compute.dispatchWorkgroups(...size)
    used++
    cost += size[0] * size[1] * size[2] * pass.cost
  }

  async function runPass(pass: Pass, launch: Launch, check: () => void): Promise<void> {
    const [width, height] = pass.grid(launch.images)
    const layers = launch.slots * pass.layers
    if (width * height === 0) return
    let [z, x] = [0, 0]
    while (z < layers) {
      const room = Math.max(1, Math.floor((budget - cost) / (pass.cost * height)))
      // whole layers while they fit, else a part of one
      const size: [number, number] =
        x === 0 && room >= width && width <= mostWorkgroups
          ? [width, Math.min(layers - z, Math.floor(room / width), mostWorkgroups)]
          : [Math.min(width - x, room, mostWorkgroups), 1]
      dispatch(pass, launch, [x, 0, z], [size[0], height, size[1]])
      x += size[0]
      if (x >= width) {
        x = 0
        z += size[1]
      }
      if (cost >= budget || used === launchesPerSubmission) {
        submit()
        await makeRoom(1)
        check()
      }
    }
  }

  return {
    async run(passes, launch, check) {
      try {
        check()
        for (const pass of passes) await runPass(pass, launch, check)
      } catch (thrown) {
        forget()
        throw thrown
      }
    },
    async finish() {
      submit()
      await makeRoom(0)
    },
  }
}
