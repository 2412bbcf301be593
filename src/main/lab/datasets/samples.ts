import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { LabError } from '../../../shared/errors.ts'
import { resourceFile } from '../locations.ts'
import { decodeDataset, type DecodedDataset } from './decoded.ts'
import { contentHash, descriptionSchema, type ContentDescription } from './description.ts'
import { readIdx } from './readers/idx.ts'

export const sampleNames = ['fashion', 'digits'] as const
export type SampleName = (typeof sampleNames)[number]

const hash = z.string()
/** resources/samples/checksums.json, as scripts/samples.mjs writes it. */
const sampleSchema = z.strictObject({
  /** The content hash. */
  content: hash,
  description: descriptionSchema,
  /** By file name: of the file, and of the IDX bytes in it. */
  files: z.record(z.string(), z.strictObject({ sha256: hash, decoded: hash })),
})
const checksumsSchema = z.strictObject({ fashion: sampleSchema, digits: sampleSchema })

/** Shapes, classes and content hash of a sample set, without reading its images. @throws LabError `data.damaged` */
export async function describeSample(name: SampleName): Promise<ContentDescription & { content: string }> {
  const { content, description } = await readSampleEntry(name)
  return { content, ...description }
}

/** Reads a sample set that comes with Ticketscope. @throws LabError `data.damaged` */
export async function readSample(name: SampleName): Promise<DecodedDataset> {
  const { content, description, files } = await readSampleEntry(name)
  for (const [file, { sha256 }] of Object.entries(files)) {
    const path = resourceFile('samples', name, file)
    const bytes = await readFile(path).catch((thrown: unknown) => {
      throw damaged(path, thrown)
    })
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged(path)
  }
  const folder = resourceFile('samples', name)
  const decoded = { ...(await decodeDataset(readIdx, folder)), classes: description.classes }
  if (contentHash(decoded) !== content) throw damaged(folder)
  return decoded
}

async function readSampleEntry(name: SampleName): Promise<z.infer<typeof sampleSchema>> {
  const path = resourceFile('samples', 'checksums.json')
  try {
    return checksumsSchema.parse(JSON.parse(await readFile(path, 'utf8')))[name]
  } catch (thrown) {
    throw damaged(path, thrown)
  }
}

function damaged(path: string, cause?: unknown): LabError {
  return new LabError('data.damaged', `${path}: not as it was shipped; install Ticketscope again`, { cause })
}
