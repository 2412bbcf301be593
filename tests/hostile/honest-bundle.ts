import { join } from 'node:path'
import { exportBundle, selectStudy } from '../../src/main/lab/bundles/index.ts'
import { makeHome, temporaryFolder } from '../bundles/tiny-study.ts'
import { openTensors, readParts, withPart, type Parts, type TensorHeader, toEntries } from './bundle-parts.ts'
import { makeZip, type RawEntry } from './zip-maker.ts'

/** A bundle to be changed, name of the test; what an import of it must say. */
export type HostileCase = [name: string, make: () => Buffer, message: RegExp]

export const { home, store } = await makeHome()
export const folder = temporaryFolder()
const honest = join(folder, 'honest.tickets')
const [study] = store.studies.list()
if (!study) throw new Error('no study')
await exportBundle(store, [selectStudy(store, study, { trained: true })], honest)
store.studies.remove(study.id)

export const parts: Parts = readParts(honest)
export const ticket = [...parts.keys()].find((name) => name.startsWith('tickets/')) ?? ''
export const crate = 'ro-crate-metadata.json'

export const entries = (change: (list: RawEntry[]) => RawEntry[]): Buffer => makeZip(change(toEntries(parts)))
export const extra = (entry: RawEntry): Buffer => entries((list) => [...list, entry])
export const tensors = (change: (header: TensorHeader, data: Buffer) => Buffer): Buffer =>
  withPart(parts, ticket, (file) => {
    const { header, data } = openTensors(file)
    return change(header, data)
  })
export const tensor = (header: TensorHeader, name: string) => {
  const found = header[name]
  if (!found) throw new Error(`no tensor ${name}`)
  return found
}
export const csv = (name: string, change: (text: string) => string): Buffer =>
  withPart(parts, name, (bytes) => Buffer.from(change(bytes.toString('utf8'))))
export const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
export const some = Buffer.from('x')
/** Bytes that cannot be packed. */
export const noise = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, place) => Math.imul(place, 2654435761) >>> 19))

export const lead = (change: Partial<RawEntry>): Buffer =>
  entries((list) => list.map((entry, index) => (index === 0 ? { ...entry, ...change } : entry)))
