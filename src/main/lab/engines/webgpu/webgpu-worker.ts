// The thread of the webgpu engine: it owns the device.
import { z } from 'zod'
import { openDevice } from '../../gpu/device.ts'
import { hostEngine } from '../hosted/worker.ts'
import { createWebgpuEngine } from './engine.ts'
import { openGpu } from './gpu.ts'

/** What the lab hands over: the adapter, and how many runs may train at the same time. */
const wanted = z.object({ backend: z.string(), name: z.string(), lanes: z.int().min(1) })

hostEngine(async (data, { notice }) => {
  const { lanes, ...adapter } = wanted.parse(data)
  const { device, close } = await openDevice(adapter)
  const engine = createWebgpuEngine(openGpu(device), { name: adapter.name, lanes, notice })
  return {
    ...engine,
    async close() {
      await engine.close()
      close()
    },
  }
})
