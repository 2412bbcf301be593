import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { openZip } from '../../src/main/lab/bundles/zip/read-zip.ts'
import { makeZip, type RawEntry, type RawZip } from './zip-maker.ts'

/** A bundle's files by name, as bytes. */
export type Parts = ReadonlyMap<string, Buffer>

const hashes = 'manifest-sha256.txt'
const rules = { kind: 'strict', mostEntryBytes: 2 ** 24, mostTotalBytes: 2 ** 26, mostEntries: 1000 } as const

/** Takes a bundle apart. */
export function readParts(path: string): Map<string, Buffer> {
  const file = openSync(path, 'r')
  const archive = openZip(file, path, rules)
  const parts = new Map(archive.entries.map(({ name }) => [name, Buffer.from(archive.read(name))]))
  closeSync(file)
  return parts
}

/** The same files with honest checksums, so that a lie is found for what it is. */
export function rehash(parts: Parts): Map<string, Buffer> {
  const others = [...parts].filter(([name]) => name !== hashes).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = others.map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
  return new Map([...others, [hashes, Buffer.from(lines.join(''))]])
}

export function toEntries(parts: Parts): RawEntry[] {
  return [...parts].map(([name, data]) => ({ name, data }))
}

/** One file replaced. */
export function withPart(parts: Parts, name: string, change: (bytes: Buffer) => Buffer): Buffer {
  return makeZip(toEntries(rehash(new Map(parts).set(name, change(parts.get(name) ?? Buffer.alloc(0))))))
}

/** The manifest changed as text, or as a value. */
export function withManifestText(parts: Parts, change: (text: string) => string): Buffer {
  return withPart(parts, 'manifest.json', (bytes) => Buffer.from(change(bytes.toString('utf8'))))
}

// oxlint-disable-next-line typescript/no-explicit-any -- lies of any shape are told here
export function withManifest(parts: Parts, change: (manifest: any) => void): Buffer {
  return withManifestText(parts, (text) => {
    const manifest = JSON.parse(text) as unknown
    change(manifest)
    return JSON.stringify(manifest)
  })
}

/** One entry of the archive told otherwise. */
export function withEntry(parts: Parts, name: string, change: Partial<RawEntry>, zip?: RawZip): Buffer {
  return makeZip(
    toEntries(parts).map((entry) => (entry.name === name ? { ...entry, ...change } : entry)),
    zip,
  )
}

/** A safetensors file from a header and its data. */
export function safetensors(header: string | object, data: Buffer, claimed?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(claimed ?? BigInt(text.length))
  return Buffer.concat([length, text, data])
}

export interface TensorHeader {
  [name: string]: { dtype: string; shape: number[]; data_offsets: number[] }
}

/** A ticket's file taken apart. */
export function openTensors(file: Buffer): { header: TensorHeader; data: Buffer } {
  const length = Number(file.readBigUInt64LE(0))
  return {
    header: JSON.parse(file.subarray(8, 8 + length).toString('utf8')) as TensorHeader,
    data: Buffer.from(file.subarray(8 + length)),
  }
}
