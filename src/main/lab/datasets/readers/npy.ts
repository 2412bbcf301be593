import { copyAgain, dataError } from './failures.ts'
import type { IntegerType } from './integers.ts'
import { openZipEntry, type ZipEntry } from './zip.ts'

const longestHeader = 10_000

/** An array whose header has been read; its content follows. */
export interface NumpyArray {
  place: string
  type: IntegerType
  shape: number[]
  take(length: number): Promise<Uint8Array>
  finish(): Promise<void>
  close(): void
}

/**
 * Opens an array of an .npz file. Format: NEP 1, versions 1 to 3.
 * @param advance told the bytes that were read of the file
 * @throws LabError `data.format`
 */
export async function openArray(path: string, entry: ZipEntry, advance: (bytes: number) => void): Promise<NumpyArray> {
  const place = `${path} (${entry.name})`
  const { source, take, finish } = openZipEntry(path, entry, (chunk) => advance(chunk.length))
  try {
    const magic = Buffer.from(await take(8, 'the header'))
    const version = magic[6] ?? 0
    if (magic.toString('latin1', 0, 6) !== '\u0093NUMPY' || version < 1 || version > 3) {
      throw dataError('data.format', place, 'no array of numpy (byte 0)', 'write it with np.savez')
    }
    const lengthField = Buffer.from(await take(version === 1 ? 2 : 4, 'the header'))
    const length = version === 1 ? lengthField.readUInt16LE(0) : lengthField.readUInt32LE(0)
    if (length > longestHeader) throw dataError('data.format', place, `a header of ${length} bytes`, copyAgain)
    const header = Buffer.from(await take(length, 'the header')).toString('latin1')
    const { type, shape } = decodeHeader(header, place)
    const content = shape.reduce((product, size) => product * size, type.size)
    if (source.offset + content !== entry.size) {
      const sizes = `its shape ${shape.join('×')} needs ${content} bytes, ${entry.size - source.offset} are there`
      throw dataError('data.format', place, `truncated, or sizes that lie: ${sizes}`, copyAgain)
    }
    return { place, type, shape, take: (bytes) => take(bytes, entry.name), finish, close: () => source.close() }
  } catch (thrown) {
    source.close()
    throw thrown
  }
}

const typePattern = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d+)'/
const orderPattern = /'fortran_order':\s*(True|False)/
const shapePattern = /'shape':\s*\(([\d,\s]*)\)/

/** The header is a Python dict of three known keys; each is looked for, nothing is evaluated. */
function decodeHeader(header: string, place: string): { type: IntegerType; shape: number[] } {
  const [, order = '', kind = '', digits = ''] = typePattern.exec(header) ?? []
  const [, fortran] = orderPattern.exec(header) ?? []
  const [, sizes] = shapePattern.exec(header) ?? []
  if (fortran === undefined || sizes === undefined || !/^\{.*\}\s*$/s.test(header)) {
    throw dataError('data.format', place, 'a header that is not numpy’s', copyAgain)
  }
  const shape = sizes.split(',').flatMap((axis) => (axis.trim() === '' ? [] : [Number(axis)]))
  if (shape.some((axis) => !Number.isSafeInteger(axis)))
    throw dataError('data.format', place, 'a shape without end', copyAgain)
  const size = Number(digits)
  if ((kind !== 'u' && kind !== 'i') || ![1, 2, 4, 8].includes(size)) {
    const found = kind === '' ? 'objects or records' : `${kind}${digits}`
    throw dataError(
      'data.format',
      place,
      `numbers of type ${found}, not whole ones`,
      'save uint8 images and integer labels',
    )
  }
  if (fortran === 'True' && shape.filter((axis) => axis > 1).length > 1) {
    throw dataError('data.format', place, 'an array in Fortran’s order', 'save np.ascontiguousarray(x)')
  }
  return { type: { signed: kind === 'i', size, littleEndian: order !== '>' }, shape }
}
