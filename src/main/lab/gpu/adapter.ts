import { z } from 'zod'

/** A graphics device as WebGPU names it. */
export const gpuAdapter = z.object({
  /** vulkan, metal, d3d12. */
  backend: z.string(),
  /** Unique among the adapters of one machine, unless it has two of the same model. */
  name: z.string(),
  vendor: z.string(),
  architecture: z.string(),
  /** The driver's own words. */
  driver: z.string(),
  /** Computes on the CPU: right, but far slower than the wasm engine. */
  software: z.boolean(),
  /** Bytes of the largest buffer, and of the largest part of one that a kernel may see. */
  maxBufferSize: z.number(),
  maxStorageBufferBindingSize: z.number(),
})
export type GpuAdapter = z.infer<typeof gpuAdapter>

/** What was found on this machine. */
export const gpuSurvey = z.object({
  /** Discrete ones first, software last. */
  adapters: z.array(gpuAdapter),
  /** What the driver layer said where there is none. */
  complaint: z.string().nullable(),
  /** What broke the look: WebGPU for Node did not load here, or a driver ended the process or did not answer. */
  fault: z.enum(['library', 'driver']).nullable(),
})
export type GpuSurvey = z.infer<typeof gpuSurvey>
