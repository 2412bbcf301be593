import { z } from 'zod'

export const themes = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]

/** `red-blue` as in the paper; `orange-blue` keeps the signs apart for every kind of colour vision. */
export const kernelSchemes = ['red-blue', 'orange-blue'] as const
export type KernelScheme = (typeof kernelSchemes)[number]

/** The smallest, the usual and the largest zoom, and the step between two. */
export const zoomRange = { min: 0.6, max: 2, step: 0.1 } as const

const fields = {
  theme: z.enum(themes),
  zoom: z.number().min(zoomRange.min).max(zoomRange.max),
  /** Colours of positive and negative weights in drawn kernels. */
  kernels: z.enum(kernelSchemes),
  /** For studies that are started or resumed in the window. */
  engine: z.enum(['auto', 'wasm', 'webgpu', 'tensorflow']),
  /** The device's name, or `all` of the engine's; null: the best. */
  device: z.string().min(1).max(200).nullable(),
  /** Trials in training at a time; null: as many as the engine finds right. */
  workers: z.int().min(1).max(256).nullable(),
  /** What becomes of a running study when the window is closed. */
  closing: z.enum(['ask', 'keep', 'pause']),
  /** Home folder from the next start on; null: the platform's. TICKETSCOPE_HOME goes first. */
  home: z.string().min(1).nullable(),
}

/** Some of the settings, as a page changes them. */
export const settingsChangeSchema = z.strictObject(fields).partial()

/** What a person chose for the window; kept by the shell. A value that does not fit is taken as its default. */
export const settingsSchema = z.object({
  theme: fields.theme.catch('system'),
  zoom: fields.zoom.catch(1),
  kernels: fields.kernels.catch('red-blue'),
  engine: fields.engine.catch('auto'),
  device: fields.device.catch(null),
  workers: fields.workers.catch(null),
  closing: fields.closing.catch('ask'),
  home: fields.home.catch(null),
})

export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = settingsSchema.parse({})
