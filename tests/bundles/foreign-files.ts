import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeZip, type RawEntry } from '../hostile/zip-maker.ts'

/** An array as numpy.save writes it. */
export function npy(type: string, shape: readonly number[], data: Buffer, fortran = false): Buffer {
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ')
  const text = `{'descr': '${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${sizes}), }`
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`, 'latin1')
  const head = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1')
  head.writeUInt16LE(header.length, 8)
  return Buffer.concat([head, header, data])
}

export const floats = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer)
export const doubles = (values: readonly number[]): Buffer => Buffer.from(Float64Array.from(values).buffer)
export const ints = (values: readonly number[]): Buffer => Buffer.from(Int32Array.from(values).buffer)
export const longs = (values: readonly number[]): Buffer => Buffer.from(BigInt64Array.from(values, BigInt).buffer)

/** As numpy.savez writes it: sizes in a zip64 field before the data. */
export function npz(arrays: Record<string, Buffer>): Buffer {
  return makeZip(
    Object.entries(arrays).map(([name, data]): RawEntry => ({
      name: `${name}.npy`,
      data,
      method: 0,
      localExtra: Buffer.alloc(20),
      local: (header) => header.writeUInt32LE(0xffffffff, 22),
      central: (header) => header.writeUInt16LE(0x8180, 40),
    })),
  )
}

/** A sparse layer: input indices of each unit's connections, by sign. */
export interface SparseLayer {
  inputs: number
  units: number
  positive: number[][]
  negative: number[][]
}

/** Liu et al.'s folder: a scipy CSR matrix (input, unit) for each layer. */
export function writeLiu(folder: string, layers: readonly SparseLayer[]): string {
  mkdirSync(folder, { recursive: true })
  layers.forEach(({ inputs, units, positive, negative }, index) => {
    const rows = Array.from({ length: inputs }, (): [unit: number, weight: number][] => [])
    positive.forEach((list, unit) => list.forEach((input) => rows[input]?.push([unit, 0.5])))
    negative.forEach((list, unit) => list.forEach((input) => rows[input]?.push([unit, -0.25])))
    const pointers = [0]
    for (const row of rows) pointers.push((pointers.at(-1) ?? 0) + row.length)
    const entries = rows.flat()
    const arrays = {
      indices: npy('<i4', [entries.length], ints(entries.map(([unit]) => unit))),
      indptr: npy('<i4', [pointers.length], ints(pointers)),
      format: npy('|S3', [], Buffer.from('csr')),
      shape: npy('<i8', [2], longs([inputs, units])),
      data: npy('<f8', [entries.length], doubles(entries.map(([, weight]) => weight))),
    }
    writeFileSync(join(folder, `weight_l${index + 1}.npz`), npz(arrays))
  })
  return folder
}

/** A layer's weights, [unit][input]. */
export function denseWeights({ inputs, units, positive, negative }: SparseLayer): number[] {
  const weights = new Array<number>(units * inputs).fill(0)
  positive.forEach((list, unit) => list.forEach((input) => (weights[unit * inputs + input] = 0.5)))
  negative.forEach((list, unit) => list.forEach((input) => (weights[unit * inputs + input] = -0.25)))
  return weights
}

export interface TorchArray {
  name: string
  storage: string
  shape: readonly number[]
  data: Buffer
}

const word = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([Buffer.of(0x58), length, bytes])
}
const whole = (value: number): Buffer => {
  const bytes = Buffer.alloc(5)
  bytes[0] = 0x4a
  bytes.writeInt32LE(value, 1)
  return bytes
}
const named = (module: string, name: string): Buffer => Buffer.from(`c${module}\n${name}\n`)
const tuple = (...items: Buffer[]): Buffer => Buffer.concat([Buffer.of(0x28), ...items, Buffer.of(0x74)])
const ordered = Buffer.concat([named('collections', 'OrderedDict'), Buffer.from(')R')])

/** The pickle of a state dict, opcode by opcode as PyTorch writes it (protocol 2). */
export function torchPickle(arrays: readonly TorchArray[]): Buffer {
  const items = arrays.flatMap(({ name, storage, shape, data }, index) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1))
    const id = tuple(word('storage'), named('torch', storage), word(`${index}`), word('cpu'), whole(size))
    const rebuilt = tuple(
      Buffer.concat([id, Buffer.from('Q')]),
      whole(0),
      tuple(...shape.map(whole)),
      tuple(...strides.map(whole)),
      Buffer.of(0x89),
      ordered,
    )
    return data.length === 0 ? [] : [word(name), named('torch._utils', '_rebuild_tensor_v2'), rebuilt, Buffer.from('R')]
  })
  const metadata = Buffer.concat([Buffer.from('}'), word('_metadata'), ordered, Buffer.from('sb')])
  return Buffer.concat([
    Buffer.of(0x80, 2),
    ordered,
    Buffer.from('('),
    ...items,
    Buffer.from('u'),
    metadata,
    Buffer.from('.'),
  ])
}

/** A file as torch.save writes it since 1.6: descriptors behind the data, padding before, zip64 records at the end. */
export function torchFile(arrays: readonly TorchArray[], pickle = torchPickle(arrays)): Buffer {
  const flags = (at: number) => (header: Buffer) => header.writeUInt16LE(0x808, at)
  const entries: [string, Buffer][] = [
    ['data.pkl', pickle],
    ['byteorder', Buffer.from('little')],
    ...arrays.map(({ data }, index): [string, Buffer] => [`data/${index}`, data]),
    ['version', Buffer.from('3\n')],
  ]
  return makeZip(
    entries.map(([name, data]) => ({
      ...{ name: `model/${name}`, data, method: 0, localExtra: Buffer.alloc(13), before: Buffer.alloc(24) },
      ...{ local: flags(6), central: flags(8) },
    })),
    { directoryTail: Buffer.alloc(76), end: (end) => end.writeUInt32LE(end.readUInt32LE(12) - 76, 12) },
  )
}
