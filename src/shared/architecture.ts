import { z } from 'zod'

/** 3×3, stride 1, same padding, ReLU. */
const convolution = z.strictObject({ kind: z.literal('conv'), filters: z.int().min(1).max(4096) })
/** 2×2 max pooling, stride 2; an odd last row or column is dropped. */
const pooling = z.strictObject({ kind: z.literal('pool') })
/** Fully connected, ReLU. */
const dense = z.strictObject({ kind: z.literal('dense'), units: z.int().min(1).max(65536) })
/** Fully connected, softmax cross-entropy; always last. */
const output = z.strictObject({ kind: z.literal('output'), classes: z.int().min(2).max(1000) })

export const layerSchema = z.discriminatedUnion('kind', [convolution, pooling, dense, output])

export const architectureSchema = z.strictObject({
  /** Rows, columns and channels of the images that the network sees. */
  input: z.strictObject({
    height: z.int().min(1).max(512),
    width: z.int().min(1).max(512),
    channels: z.int().min(1).max(16),
  }),
  layers: z.array(layerSchema).min(1).max(64),
})

export type Layer = z.infer<typeof layerSchema>
export type Architecture = z.infer<typeof architectureSchema>

const conv = (filters: number): Layer => ({ kind: 'conv', filters })
const pool: Layer = { kind: 'pool' }
const full = (units: number): Layer => ({ kind: 'dense', units })
const ten: Layer = { kind: 'output', classes: 10 }
const colour32 = { height: 32, width: 32, channels: 3 }
const head = [full(256), full(256), ten]

/** The named networks of methods.md; Conv-2 to Conv-6 and LeNet after Frankle & Carbin (2019). */
export const architectures = {
  'conv-2': { input: colour32, layers: [conv(64), conv(64), pool, ...head] },
  'conv-4': { input: colour32, layers: [conv(64), conv(64), pool, conv(128), conv(128), pool, ...head] },
  'conv-6': {
    input: colour32,
    layers: [conv(64), conv(64), pool, conv(128), conv(128), pool, conv(256), conv(256), pool, ...head],
  },
  'mini-conv-2': {
    input: { height: 16, width: 16, channels: 3 },
    layers: [conv(16), conv(16), pool, full(64), full(64), ten],
  },
  'lenet-300-100': { input: { height: 28, width: 28, channels: 1 }, layers: [full(300), full(100), ten] },
} as const satisfies Record<string, Architecture>

export type ArchitectureName = keyof typeof architectures
