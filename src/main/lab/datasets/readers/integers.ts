/** How whole numbers lie in bytes. */
export interface IntegerType {
  signed: boolean
  /** Bytes of one number: 1, 2, 4 or 8. */
  size: number
  littleEndian: boolean
}

/** @returns numbers; those of 8 bytes beyond 2⁵³ lose their last digits, which no label has */
export function decodeIntegers(bytes: Uint8Array, { signed, size, littleEndian }: IntegerType): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const readers: Record<number, (offset: number) => number> = {
    1: (offset) => (signed ? view.getInt8(offset) : view.getUint8(offset)),
    2: (offset) => (signed ? view.getInt16(offset, littleEndian) : view.getUint16(offset, littleEndian)),
    4: (offset) => (signed ? view.getInt32(offset, littleEndian) : view.getUint32(offset, littleEndian)),
    8: (offset) => Number(signed ? view.getBigInt64(offset, littleEndian) : view.getBigUint64(offset, littleEndian)),
  }
  const read = readers[size]
  if (!read) throw new RangeError(`whole numbers of ${size} bytes`)
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => read(index * size))
}
