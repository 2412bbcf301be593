import { bundleError } from './failures.ts'
import { parseStrictJson } from './strict-json.ts'

/** The tensor types that are read, with their bytes for each element. */
export const tensorTypes = { U8: 1, BOOL: 1, I8: 1, F16: 2, BF16: 2, I16: 2, F32: 4, I32: 4, F64: 8, I64: 8 } as const
export type TensorType = keyof typeof tensorTypes

/** One tensor of a safetensors file: row-major, little endian. */
export interface Tensor {
  name: string
  type: TensorType
  shape: number[]
  bytes: Uint8Array
}

export interface TensorFile {
  tensors: Tensor[]
  metadata: Record<string, string>
}

const mostHeaderBytes = 4 * 2 ** 20
const mostDimensions = 8

/** A safetensors file: tensors in the order given, the header padded with spaces to a multiple of 8 bytes. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  let offset = 0
  const described = tensors.map(({ name, type, shape, bytes }) => {
    const start = offset
    offset += bytes.length
    return [name, { dtype: type, shape, data_offsets: [start, offset] }] as const
  })
  const text = JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...described]))
  const length = Buffer.byteLength(text)
  const header = Buffer.alloc(8 + Math.ceil(length / 8) * 8, ' ')
  header.writeBigUInt64LE(BigInt(header.length - 8), 0)
  header.write(text, 8)
  return Buffer.concat([header, ...tensors.map(({ bytes }) => bytes)])
}

/**
 * Reads a safetensors file: tensors lie one after another without holes or overlaps and fill the file.
 * @throws LabError `bundle.invalid`, naming the tensor
 */
export function decodeSafetensors(file: Uint8Array, place: string): TensorFile {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < 8) throw bundleError(place, 'is too short for a safetensors file')
  const claimed = bytes.readBigUInt64LE(0)
  if (claimed > BigInt(Math.min(mostHeaderBytes, bytes.length - 8)))
    throw bundleError(place, `claims a header of ${claimed} bytes`)
  const start = 8 + Number(claimed)
  const header = parseStrictJson(bytes.subarray(8, start), `${place}: header`)
  if (!isRecord(header)) throw bundleError(place, 'has a header that is not an object')
  const { __metadata__: metadata = {}, ...described } = header
  const tensors = Object.entries(described).map(([name, entry]) => readTensor(name, entry, place))
  let before = 0
  for (const { name, from, to } of tensors.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== before)
      throw bundleError(`${place}: tensor ${name}`, from < before ? 'overlaps another' : 'lies behind a hole')
    before = to
  }
  if (before !== bytes.length - start)
    throw bundleError(place, `has ${bytes.length - start} bytes of tensors, its header describes ${before}`)
  return {
    metadata: readMetadata(metadata, place),
    tensors: tensors.map(({ from, to, ...tensor }) => ({ ...tensor, bytes: bytes.subarray(start + from, start + to) })),
  }
}

function readTensor(name: string, entry: unknown, place: string) {
  const where = `${place}: tensor ${name}`
  if (!isRecord(entry)) throw bundleError(where, 'is not described by an object')
  const { dtype, shape, data_offsets: offsets, ...more } = entry
  if (Object.keys(more).length > 0) throw bundleError(where, `has an unknown field "${Object.keys(more)[0] ?? ''}"`)
  const type = Object.keys(tensorTypes).find((known): known is TensorType => known === dtype)
  if (!type) throw bundleError(where, `has the unknown type ${JSON.stringify(dtype) ?? 'nothing'}`)
  if (!isCountList(shape) || shape.length > mostDimensions)
    throw bundleError(where, `has no shape of up to ${mostDimensions} whole numbers`)
  if (!isCountList(offsets) || offsets.length !== 2) throw bundleError(where, 'has no two offsets')
  const [from = 0, to = 0] = offsets
  const length = shape.reduce((product, size) => product * size, tensorTypes[type])
  if (!Number.isSafeInteger(length)) throw bundleError(where, 'has a shape whose size overflows')
  if (to < from || to - from !== length)
    throw bundleError(where, `needs ${length} bytes, its offsets give ${to - from}`)
  return { name, type, shape, from, to }
}

function readMetadata(metadata: unknown, place: string): Record<string, string> {
  if (!isRecord(metadata)) throw bundleError(place, 'has metadata that is not an object')
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      if (typeof value !== 'string') throw bundleError(`${place}: metadata ${key}`, 'is not text')
      return [key, value]
    }),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCountList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}
