/** What an array's header says. */
export interface NpyHeader {
  /** Kind and bytes of a value, such as `f4` or `u1`. */
  type: string
  /** Bytes of a value. */
  size: number
  littleEndian: boolean
  /** First axis fastest. */
  fortran: boolean
  shape: number[]
}

/** What is wrong with an array; the reader of the file puts its name before it. */
export class NpyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NpyError'
  }
}

/** Bytes of magic number and version, with which every array begins. */
export const npyStartBytes = 8
/** As numpy itself takes. */
const longestHeader = 10_000
const mostAxes = 8
const pattern =
  /^\{'descr':\s*'([^']{2,16})',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d, ]{0,120})\)\s*,?\s*\}$/

/**
 * The width in bytes of the header's length, which follows the start. Format: NEP 1, versions 1 to 3.
 * @throws NpyError
 */
export function npyLengthWidth(start: Buffer): 2 | 4 {
  const version = start[6] ?? 0
  if (start.toString('latin1', 0, 6) !== '\u0093NUMPY' || version < 1 || version > 3) {
    throw new NpyError('is no array of numpy (byte 0)')
  }
  return version === 1 ? 2 : 4
}

/** The header's length. @throws NpyError */
export function npyHeaderLength(field: Buffer): number {
  const length = field.readUIntLE(0, field.length)
  if (length > longestHeader) throw new NpyError(`claims a header of ${length} bytes`)
  return length
}

/**
 * The header is a Python dict of three known keys; they are matched, nothing is evaluated.
 * @param types the types that may be there, such as `f4`
 * @throws NpyError
 */
export function decodeNpyHeader(header: Buffer, types: readonly string[]): NpyHeader {
  const [, descr = '', fortran, sizes = ''] = pattern.exec(header.toString('latin1').trim()) ?? []
  if (fortran === undefined) throw new NpyError('has a header that is not numpy’s, or of records')
  const [, order = '', type = ''] = /^([<>|=]?)([a-zA-Z]\d*)$/.exec(descr) ?? []
  if (!types.includes(type)) throw new NpyError(`holds values of type "${descr}"`)
  const shape = sizes.split(',').flatMap((axis) => (axis.trim() === '' ? [] : [Number(axis)]))
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger)) throw new NpyError('has a shape without end')
  const littleEndian = order !== '>'
  return { type, size: Number(type.slice(1)), littleEndian, fortran: fortran === 'True', shape }
}
