import { z } from 'zod'
import { LabError } from '../../../shared/errors.ts'
import { studySpecSchema } from '../../../shared/spec.ts'
import { bundleError } from './failures.ts'
import { parseStrictJson } from './strict-json.ts'

export const bundleFormat = 'ticketscope-bundle'
export const bundleVersion = 1

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
const label = z.string().min(1).max(200)

const layer = z.strictObject({
  name: label,
  shape: z.array(z.int().min(1)).min(2).max(4),
  total: count,
  kept: count,
  positive: count,
  negative: count,
})

const ticket = z.strictObject({
  id: z.string().regex(/^t[0-9a-f]{12}$/),
  dataset: label,
  trial: z.int().min(1),
  kind: z.enum(['winning', 'random']),
  round: count,
  /** Over names and shapes, mask and surviving initial weights; null where only the mask is carried. */
  sha256: hash,
  trainedSha256: hash.nullable(),
  accuracy: z.number().min(0).max(1).nullable(),
  /** Whether the file holds the surviving initial weights; without them they are drawn from the study's seed. */
  initial: z.boolean(),
  layers: z.array(layer).min(1).max(64),
  checks: z.record(label, z.boolean()),
})

const study = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{10}$/),
  /** Which program pruned the networks; `ticketscope` when the spec tells how. */
  format: z.enum(['ticketscope', 'liu-npz', 'open_lth', 'safetensors', 'npz', 'pth']),
  createdAt: z.iso.datetime(),
  engine: z.enum(['wasm', 'webgpu', 'tensorflow']).nullable(),
  device: label.nullable(),
  workers: z.int().min(1).nullable(),
  software: z.strictObject({ ticketscope: label, node: label }).nullable(),
  /** SHA-256 of each dataset's content, by name. */
  datasets: z.record(label, hash),
  spec: studySpecSchema,
  tickets: z.array(ticket).min(1).max(20_000),
})

const manifestSchema = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  /** What the dimensions of a layer's shape are. */
  axes: z.strictObject({ conv: z.array(label), dense: z.array(label), flattened: z.array(label) }),
  studies: z.array(study).min(1).max(100),
})

export type Manifest = z.infer<typeof manifestSchema>
export type ManifestStudy = Manifest['studies'][number]
export type ManifestTicket = ManifestStudy['tickets'][number]

/** PyTorch's order: a convolution's weight is [filter][channel][row][column], a dense layer's [unit][input]. */
export const axes: Manifest['axes'] = {
  conv: ['filter', 'channel', 'row', 'column'],
  dense: ['unit', 'input'],
  flattened: ['channel', 'row', 'column'],
}

/**
 * Reads manifest.json.
 * @throws LabError `bundle.newer` for a later version, which is named; `bundle.invalid`, naming the field
 */
export function parseManifest(bytes: Uint8Array, place: string): Manifest {
  const value = parseStrictJson(bytes, place)
  const head = z.object({ format: z.literal(bundleFormat), version: z.number() }).safeParse(value)
  if (!head.success) throw bundleError(place, 'is no manifest of a Ticketscope bundle', 'give a .tickets file')
  const { version } = head.data
  if (version > bundleVersion)
    throw new LabError(
      'bundle.newer',
      `${place}: is of version ${version}, this Ticketscope reads version ${bundleVersion}; update Ticketscope`,
    )
  const checked = manifestSchema.safeParse(value)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  const field = issue ? z.core.toDotPath(issue.path) : ''
  throw bundleError(`${place}: ${field || 'the manifest'}`, issue?.message ?? 'is not as it should be')
}
