import { PickleError } from './values.ts'

const backslash = 0x5c
const simple: Record<string, number> = { '\\': 0x5c, "'": 0x27, '"': 0x22, n: 0x0a, r: 0x0d, t: 0x09 }

/** What `repr` of Python 2 makes of bytes: quotes around, and escapes of `\\ \' \" \n \r \t \xNN`. */
export function decodeLiteral(line: Uint8Array, at: number): Uint8Array {
  const quote = line[0]
  if (line.length < 2 || (quote !== 0x27 && quote !== 0x22) || line.at(-1) !== quote) {
    throw new PickleError(at, 'a string literal without quotes')
  }
  const decoded = new Uint8Array(line.length)
  let length = 0
  for (let index = 1; index < line.length - 1; index++) {
    const byte = line[index] ?? 0
    if (byte !== backslash) {
      decoded[length++] = byte
      continue
    }
    const letter = String.fromCharCode(line[++index] ?? 0)
    const known = simple[letter]
    if (known !== undefined && index < line.length - 1) decoded[length++] = known
    else {
      if (letter !== 'x') throw new PickleError(at, 'a string literal with an unknown escape')
      decoded[length++] = hexadecimal(line.subarray(index + 1, Math.min(index + 3, line.length - 1)), 2, at)
      index += 2
    }
  }
  return decoded.subarray(0, length)
}

/** Latin-1 with `\\uNNNN` for what a line cannot hold; characters above U+07FF do not occur in arrays and names. */
export function decodeEscapes(line: Uint8Array, at: number): Uint8Array {
  const decoded = new Uint8Array(2 * line.length)
  let length = 0
  for (let index = 0; index < line.length; index++) {
    let code = line[index] ?? 0
    if (code === backslash && line[index + 1] === 0x75) {
      code = hexadecimal(line.subarray(index + 2, index + 6), 4, at)
      index += 5
    }
    if (code > 0x7ff) throw new PickleError(at, 'text with characters beyond U+07FF')
    if (code < 0x80) decoded[length++] = code
    else {
      decoded[length++] = 0xc0 | (code >> 6)
      decoded[length++] = 0x80 | (code & 0x3f)
    }
  }
  return decoded.subarray(0, length)
}

function hexadecimal(digits: Uint8Array, length: number, at: number): number {
  const text = String.fromCharCode(...digits)
  if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(text))
    throw new PickleError(at, 'an escape without its digits')
  return Number.parseInt(text, 16)
}
