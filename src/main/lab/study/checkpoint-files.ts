import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LabError, plainError } from '../../../shared/errors.ts'
import type { TrainingState } from '../engines/engine.ts'
import type { NetworkPlan } from '../science/networks.ts'
import { spreadWeights, survivingWeights } from '../science/pruning.ts'

/**
 * A running network's state on disk: surviving weights and biases, their first and second moments, and the step count.
 * A file is written whole, flushed, and only then named in the database; what the database does not name is litter.
 */
export interface CheckpointFiles {
  write(state: TrainingState, masks: readonly Uint8Array[]): Promise<{ file: string; sha256: string }>
  /** Null when the file is missing or its bytes differ from the hash: the round is then trained from its start. */
  read(
    entry: { file: string; sha256: string },
    plan: NetworkPlan,
    masks: readonly Uint8Array[],
  ): Promise<TrainingState | null>
  remove(file: string): Promise<void>
  /** Removes every file but these. */
  sweep(needed: readonly string[]): Promise<void>
}

export function openCheckpointFiles(home: string): CheckpointFiles {
  const folder = join(home, 'checkpoints')
  let written = 0

  return {
    async write(state, masks) {
      const bytes = encodeState(state, masks)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const file = `${process.pid}-${++written}-${sha256.slice(0, 16)}.bin`
      try {
        await writeFlushed(join(folder, file), bytes)
      } catch (thrown) {
        throw writeFailure(thrown, folder)
      }
      return { file, sha256 }
    },
    async read({ file, sha256 }, plan, masks) {
      const bytes = await readFile(join(folder, file)).catch(() => null)
      if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) return null
      return decodeState(bytes, plan, masks)
    },
    async remove(file) {
      await rm(join(folder, file), { force: true })
    },
    async sweep(needed) {
      const keep = new Set(needed)
      const present = await readdir(folder).catch(() => [])
      for (const file of present) if (!keep.has(file)) await rm(join(folder, file), { force: true })
    },
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.datasync()
  } catch (thrown) {
    await rm(path, { force: true })
    throw thrown
  } finally {
    await handle.close()
  }
}

function writeFailure(thrown: unknown, folder: string): LabError {
  const { code, message } = plainError(thrown)
  if (code === 'disk.full') return new LabError(code, `${folder}: ${message}`, { cause: thrown })
  const what = thrown instanceof Error ? thrown.message : String(thrown)
  const remedy = 'check its permissions, then resume'
  return new LabError('home.unwritable', `${folder}: cannot be written (${what}); ${remedy}`, { cause: thrown })
}

/** float64 steps, float64 number of parts (1, 2 or 3), then per part: surviving weights per layer, biases per layer. */
function encodeState(state: TrainingState, masks: readonly Uint8Array[]): Buffer {
  const parts = [state.parameters, state.moments?.first, state.moments?.second].filter((part) => part !== undefined)
  const arrays = parts.flatMap((part) => [...survivingWeights(part.weights, masks), ...part.biases])
  const head = Float64Array.of(state.steps, parts.length)
  return Buffer.concat([head, ...arrays].map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)))
}

function decodeState(bytes: Buffer, plan: NetworkPlan, masks: readonly Uint8Array[]): TrainingState {
  const [steps = 0, count = 1] = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 16))
  let offset = bytes.byteOffset + 16
  const take = (length: number): Float32Array => {
    const taken = new Float32Array(bytes.buffer.slice(offset, offset + length * 4))
    offset += length * 4
    return taken
  }
  const kept = masks.map((mask) => mask.reduce((sum, bit) => sum + bit, 0))
  const parts = Array.from({ length: count }, () => {
    const weights = spreadWeights(kept.map(take), masks)
    return { weights, biases: plan.layers.map((layer) => take(layer.units)) }
  })
  const [parameters, first, second] = parts
  if (!parameters) throw new Error('a checkpoint without parameters')
  if (!first) return { parameters, steps }
  return { parameters, moments: second ? { first, second } : { first }, steps }
}
