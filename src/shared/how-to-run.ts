import { z } from 'zod'

/** How training is to run: none of it changes what a study is, only where and how fast it is trained. */
export const howToRun = z.strictObject({
  engine: z.enum(['auto', 'wasm', 'webgpu', 'tensorflow']).default('auto'),
  /** A device's name, a part of it that no other has, or `all` of the engine's devices side by side; default: the best. */
  device: z.string().trim().min(1).max(200).optional(),
  /** Where the engine or device is not there: refuse, or take the best there is and say so. */
  gone: z.enum(['refuse', 'replace']).default('refuse'),
  /** Trials in training at the same time, at the most; default: what the engine finds right. */
  workers: z.int().min(1).max(256).optional(),
})

export type HowToRun = z.infer<typeof howToRun>
