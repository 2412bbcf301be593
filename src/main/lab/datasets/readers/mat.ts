import { openNested, type ByteSource } from './byte-source.ts'
import { copyAgain, dataError } from './failures.ts'

/** Types of what lies in a MAT file, and bytes of one number of each. */
const numberBytes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8, 13: 8 }
const int8 = 1
const int32 = 5
const uint32 = 6
const matrix = 14
const compressed = 15
const mostAxes = 8
const longestName = 64
/** What other variables may take in memory when they are passed over. */
const mostSkipped = 64 * 2 ** 20

/** A numeric array; its numbers follow in `data`, the first axis fastest. */
export interface MatVariable {
  name: string
  shape: number[]
  /** The type of the stored numbers: 2 is uint8, 9 double; see `decodeNumbers`. */
  type: number
  count: number
  littleEndian: boolean
  data: ByteSource
  /** File and variable, for messages. */
  place: string
}

/** Whether a file begins as MAT files of version 5 do. */
export function isMat(head: Uint8Array): boolean {
  return Buffer.from(head).toString('latin1', 0, 19) === 'MATLAB 5.0 MAT-file'
}

/**
 * Goes through the variables of a MAT file of version 5 (MATLAB's `-v6` and `-v7`, scipy.io.savemat), compressed or not.
 * Format: MathWorks, "MAT-File Format", "Level 5 MAT-Files".
 * @param read takes all numbers of the variables that it wants and tells whether it wanted this one
 * @throws LabError `data.format`
 */
export async function readMat(source: ByteSource, read: (variable: MatVariable) => Promise<boolean>): Promise<void> {
  const littleEndian = await readFileHeader(source)
  for (;;) {
    const start = source.offset
    const bytes = await source.takeSome(8)
    if (bytes.length === 0) break
    const tag = decodeTag(bytes, littleEndian)
    const refuse = (what: string): Error =>
      dataError('data.format', source.path, `the element at byte ${start} ${what}`, copyAgain)
    if (bytes.length < 8) throw refuse('is truncated')
    if (tag.type !== compressed && tag.type !== matrix) throw refuse(`is of type ${tag.type}, no variable`)
    if (tag.size > source.atMost) throw refuse(`claims ${tag.size} bytes, ${source.atMost} are there (truncated)`)
    const content = openNested(source, tag.size, tag.type === compressed, `the variable at byte ${start}`)
    try {
      if (tag.type === compressed) await enterMatrix(content, littleEndian, refuse)
      await readVariable(content, littleEndian, start, read)
      await content.end()
    } finally {
      content.close()
    }
  }
  await source.end()
}

async function readFileHeader(source: ByteSource): Promise<boolean> {
  const header = await source.take(128, 'the header')
  const text = Buffer.from(header).toString('latin1', 0, 19)
  const order = Buffer.from(header).toString('latin1', 126, 128)
  if (text === 'MATLAB 7.3 MAT-file') {
    throw dataError('data.format', source.path, 'a MAT file of version 7.3', 'save it again with -v7')
  }
  if (!isMat(header) || (order !== 'IM' && order !== 'MI')) {
    throw dataError('data.format', source.path, 'no MAT file of version 5 (byte 0)', copyAgain)
  }
  return order === 'IM'
}

/** The one element in a compressed one: a matrix, whose content then follows. */
async function enterMatrix(content: ByteSource, littleEndian: boolean, refuse: (what: string) => Error): Promise<void> {
  const tag = decodeTag(await content.take(8, 'a compressed variable'), littleEndian)
  if (tag.type !== matrix) throw refuse(`holds type ${tag.type}, no variable`)
}

async function readVariable(
  content: ByteSource,
  littleEndian: boolean,
  start: number,
  read: (variable: MatVariable) => Promise<boolean>,
): Promise<void> {
  const refuse = (what: string): Error =>
    dataError('data.format', content.path, `the variable at byte ${start} ${what}`, copyAgain)
  const small = async (type: number, most: number, what: string): Promise<Uint8Array> => {
    const element = await openElement(content, littleEndian)
    if (element.type !== type || element.size > most) {
      throw refuse(`has no readable ${what} (type ${element.type}, ${element.size} bytes)`)
    }
    const bytes = await content.take(element.size, what)
    await content.take(element.padding, `the padding of ${what}`)
    return bytes
  }
  const flagWords = await small(uint32, 8, 'flags')
  if (flagWords.length !== 8) throw refuse(`has ${flagWords.length} bytes of flags`)
  const flags = view(flagWords).getUint32(0, littleEndian)
  const axes = await small(int32, 4 * mostAxes, 'shape')
  const shape = Array.from({ length: Math.floor(axes.length / 4) }, (_, axis) =>
    view(axes).getInt32(4 * axis, littleEndian),
  )
  const name = Buffer.from(await small(int8, longestName, 'name')).toString('latin1')
  const place = `${content.path} (variable ${name})`
  if (axes.length % 4 !== 0 || shape.length < 2 || shape.some((size) => size < 0))
    throw refuse(`has the shape ${shape.join('×')}`)
  const count = shape.reduce((product, size) => product * size, 1)
  const kind = flags & 0xff
  const isNumeric = kind >= 6 && kind <= 15 && (flags & 0x0800) === 0
  if (isNumeric) {
    const element = await openElement(content, littleEndian)
    const needed = count * (numberBytes[element.type] ?? Infinity)
    if (needed !== element.size || needed > content.atMost) {
      const what = `its shape ${shape.join('×')} does not fit ${element.size} bytes of type ${element.type}`
      throw dataError('data.format', place, `${what} (truncated, or sizes that lie)`, copyAgain)
    }
    if (await read({ name, shape, type: element.type, count, littleEndian, data: content, place })) {
      await content.take(element.padding, `the padding of ${name}`)
      return
    }
  }
  await passOver(content, place)
}

async function passOver(content: ByteSource, place: string): Promise<void> {
  for (let passed = 0; ;) {
    const bytes = await content.takeSome(1 << 18)
    if (bytes.length === 0) return
    passed += bytes.length
    if (passed > mostSkipped) {
      const what = `more than ${mostSkipped} bytes that do not belong to the set`
      throw dataError('data.format', place, what, 'take the published file, or save X and y alone')
    }
  }
}

interface Tag {
  type: number
  size: number
}

function decodeTag(bytes: Uint8Array, littleEndian: boolean): Tag {
  if (bytes.length < 8) return { type: 0, size: 0 }
  return { type: view(bytes).getUint32(0, littleEndian), size: view(bytes).getUint32(4, littleEndian) }
}

/** An element's type and size; those of up to 4 bytes have both in one word, and end after 8 bytes in all. */
async function openElement(content: ByteSource, littleEndian: boolean): Promise<Tag & { padding: number }> {
  const word = view(await content.take(4, 'an element')).getUint32(0, littleEndian)
  if (word > 0xffff) {
    const size = word >>> 16
    return { type: word & 0xffff, size: size > 4 ? Infinity : size, padding: Math.max(0, 4 - size) }
  }
  const size = view(await content.take(4, 'an element')).getUint32(0, littleEndian)
  return { type: word, size, padding: (8 - (size % 8)) % 8 }
}

/** Numbers of any stored type. */
export async function takeNumbers({ data, count, type, littleEndian, name }: MatVariable): Promise<number[]> {
  const size = numberBytes[type] ?? 0
  const numbers = view(await data.take(count * size, name))
  const readers: Record<number, (offset: number) => number> = {
    1: (at) => numbers.getInt8(at),
    2: (at) => numbers.getUint8(at),
    3: (at) => numbers.getInt16(at, littleEndian),
    4: (at) => numbers.getUint16(at, littleEndian),
    5: (at) => numbers.getInt32(at, littleEndian),
    6: (at) => numbers.getUint32(at, littleEndian),
    7: (at) => numbers.getFloat32(at, littleEndian),
    9: (at) => numbers.getFloat64(at, littleEndian),
    12: (at) => Number(numbers.getBigInt64(at, littleEndian)),
    13: (at) => Number(numbers.getBigUint64(at, littleEndian)),
  }
  return Array.from({ length: count }, (_, index) => readers[type]?.(index * size) ?? Number.NaN)
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
