import { decodeEscapes, decodeLiteral } from './escapes.ts'
import { PickleError } from './values.ts'

/** A pickle's bytes from front to back; every read is checked against what is left. */
export interface PickleBytes {
  offset(): number
  left(): number
  byte(): number
  /** A view, not a copy. */
  bytes(length: number): Uint8Array
  /** Little-endian. */
  unsigned(length: 2 | 4 | 8): number
  /** Little-endian two's complement of up to 8 bytes; the nearest double beyond 2⁵³. */
  signed(length: number): number
  /** Big-endian double. */
  float(): number
  /** Latin-1 up to a line feed. */
  line(): string
  /** A line with a whole number. */
  decimal(): number
  /** A line with a string literal of Python 2: its bytes. */
  quoted(): Uint8Array
  /** A line with a str of Python 3 as protocol 0 writes it: its UTF-8. */
  escaped(): Uint8Array
  /** A frame's length, which must fit. */
  checkFrame(): void
}

const longestLine = 65_536

export function openBytes(file: Uint8Array): PickleBytes {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  let offset = 0

  function bytes(length: number): Uint8Array {
    if (length > buffer.length - offset) {
      throw new PickleError(offset, `truncated: ${length} bytes are needed, ${buffer.length - offset} are there`)
    }
    offset += length
    return buffer.subarray(offset - length, offset)
  }
  function safe(value: bigint): number {
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new PickleError(offset, `a number of ${value}`)
    return number
  }
  function unsigned(length: 2 | 4 | 8): number {
    const start = offset
    bytes(length)
    return length === 8 ? safe(buffer.readBigUInt64LE(start)) : buffer.readUIntLE(start, length)
  }
  function line(): string {
    const end = buffer.subarray(offset, offset + longestLine).indexOf(0x0a)
    if (end < 0) throw new PickleError(offset, 'a line without an end')
    const text = buffer.toString('latin1', offset, offset + end)
    offset += end + 1
    return text
  }

  /** A line of any length, which may hold a whole array. */
  function longLine(): Uint8Array {
    const end = buffer.indexOf(0x0a, offset)
    if (end < 0) throw new PickleError(offset, 'a line without an end')
    const content = buffer.subarray(offset, end)
    offset = end + 1
    return content
  }

  return {
    offset: () => offset,
    left: () => buffer.length - offset,
    byte: () => bytes(1)[0] ?? 0,
    bytes,
    unsigned,
    signed(length) {
      if (length > 8) throw new PickleError(offset, `a number of ${length} bytes`)
      const value = bytes(length).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
      return Number(BigInt.asIntN(8 * length, value))
    },
    float() {
      const start = offset
      bytes(8)
      return buffer.readDoubleBE(start)
    },
    line,
    decimal() {
      const text = line()
      if (!/^-?\d{1,15}L?$/.test(text)) throw new PickleError(offset, 'a line that is no number')
      return Number.parseInt(text, 10)
    },
    quoted: () => decodeLiteral(longLine(), offset),
    escaped: () => decodeEscapes(longLine(), offset),
    checkFrame() {
      const length = unsigned(8)
      if (length > buffer.length - offset) {
        throw new PickleError(offset, `truncated: a frame of ${length} bytes, ${buffer.length - offset} are there`)
      }
    },
  }
}
