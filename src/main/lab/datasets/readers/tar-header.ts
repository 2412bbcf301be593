import { isUtf8 } from 'node:buffer'
import { copyAgain, dataError } from './failures.ts'

/** `other`: folders, devices, global headers; their content is passed over. */
type Kind = 'file' | 'link' | 'pax name' | 'gnu name' | 'other'

export interface TarHeader {
  name: string
  size: number
  kind: Kind
}

/** Whether 512 bytes are a tar header: by its checksum, since the oldest archives have no magic word. */
export function isTarHeader(header: Uint8Array): boolean {
  return header.length === 512 && header[0] !== 0 && octal(header, 148, 8) === checksum(header)
}

/** @throws LabError `data.format` naming the byte */
export function decodeHeader(header: Uint8Array, path: string, start: number): TarHeader {
  if (octal(header, 148, 8) !== checksum(header)) {
    throw dataError('data.format', path, `not a tar header at byte ${start}: its checksum is wrong`, copyAgain)
  }
  const size = octal(header, 124, 12)
  if (size === null) {
    throw dataError('data.format', path, `the tar header at byte ${start} has no readable size`, copyAgain)
  }
  const ustar = text(header, 257, 5) === 'ustar'
  const prefix = ustar && header[262] === 0 ? text(header, 345, 155) : ''
  const name = `${prefix === '' ? '' : `${prefix}/`}${text(header, 0, 100)}`
  const kind = kindOf(header[156] ?? 0)
  return { name, size: kind === 'link' || kind === 'other' ? contentOf(header[156] ?? 0, size) : size, kind }
}

/** Links and folders have no content, whatever size they name. */
function contentOf(flag: number, size: number): number {
  return '12345'.includes(String.fromCharCode(flag)) ? 0 : size
}

function kindOf(flag: number): Kind {
  switch (String.fromCharCode(flag)) {
    case '0':
    case '\0':
    case '7':
      return 'file'
    case '1':
    case '2':
      return 'link'
    case 'x':
      return 'pax name'
    case 'L':
      return 'gnu name'
    default:
      return 'other'
  }
}

/**
 * The name that an entry of its own gives to the next one; null when a pax header speaks of other things.
 * pax: records `LENGTH key=value\n`, LENGTH counting itself. GNU: the name and a zero byte.
 * @throws LabError `data.format`
 */
export function decodeLongName(
  kind: 'pax name' | 'gnu name',
  content: Uint8Array,
  path: string,
  start: number,
): string | null {
  if (kind === 'gnu name') return text(content, 0, content.length)
  const bytes = Buffer.from(content)
  let name: string | null = null
  for (let offset = 0; offset < bytes.length;) {
    const space = bytes.indexOf(0x20, offset)
    const digits = bytes.toString('latin1', offset, Math.max(offset, space))
    const length = /^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : 0
    const record = bytes.subarray(space + 1, offset + length)
    const equals = record.indexOf(0x3d)
    if (length === 0 || offset + length > bytes.length || equals < 1 || record.at(-1) !== 0x0a) {
      throw dataError('data.format', path, `the pax header at byte ${start} cannot be read`, copyAgain)
    }
    const key = record.toString('latin1', 0, equals)
    if (key === 'path') name = record.toString('utf8', equals + 1, record.length - 1)
    if (key === 'size') {
      throw dataError('data.format', path, `the pax header at byte ${start} names a size of its own`, copyAgain)
    }
    offset += length
  }
  return name
}

/** The sum of all bytes, the checksum's own counted as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
}

/** UTF-8, or Latin-1 when it is none, up to the first zero byte. */
function text(header: Uint8Array, start: number, length: number): string {
  const field = Buffer.from(header.buffer, header.byteOffset + start, Math.min(length, header.length - start))
  const end = field.indexOf(0)
  const name = end < 0 ? field : field.subarray(0, end)
  return isUtf8(name) ? name.toString('utf8') : name.toString('latin1')
}

/** Octal digits, framed by spaces or zero bytes; null for anything else, such as GNU's binary sizes. */
function octal(header: Uint8Array, start: number, length: number): number | null {
  const digits = text(header, start, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null
}
