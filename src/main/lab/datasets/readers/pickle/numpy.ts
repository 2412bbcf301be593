import {
  Global,
  kindOf,
  NumberArray,
  NumberType,
  PickleError,
  Tuple,
  Words,
  type Callable,
  wordOf,
  type PickleValue,
} from './values.ts'

// Everything that a pickle may name and what then happens: five names, none of which runs anything of the file.

const callables = new Map<string, Callable>([
  ['numpy.core.multiarray _reconstruct', 'reconstruct'],
  ['numpy._core.multiarray _reconstruct', 'reconstruct'],
  ['numpy.core.numeric _frombuffer', 'frombuffer'],
  ['numpy._core.numeric _frombuffer', 'frombuffer'],
  ['numpy ndarray', 'ndarray'],
  ['numpy dtype', 'dtype'],
  ['_codecs encode', 'encode'],
])

export function findGlobal(at: number, module: string, name: string): Global {
  const callable = callables.get(`${module} ${name}`)
  if (!callable) throw new PickleError(at, `it names ${module}.${name}, which is not on the list of what may be named`)
  return new Global(callable)
}

/** What a call of a listed name gives. @param budget bytes that may still be decoded from text */
export function callGlobal(
  at: number,
  called: PickleValue | undefined,
  args: PickleValue | undefined,
  budget: { left: number },
): PickleValue {
  if (!(called instanceof Global) || !(args instanceof Tuple)) {
    throw new PickleError(at, `it calls ${kindOf(called)} with ${kindOf(args)}`)
  }
  const [first, second, third, fourth] = args.items
  switch (called.callable) {
    case 'encode':
      if (first instanceof Words && /^latin-?1$/.test(wordOf(second))) return encodeLatin1(at, first, budget)
      throw new PickleError(at, '_codecs.encode takes a str and latin1 here')
    case 'reconstruct':
      if (first instanceof Global && first.callable === 'ndarray') return new NumberArray()
      throw new PickleError(at, `_reconstruct makes a numpy.ndarray here, not ${kindOf(first)}`)
    case 'dtype':
      return decodeType(at, wordOf(first))
    case 'frombuffer': {
      const order = wordOf(fourth)
      if (order !== 'C' && order !== 'F') throw new PickleError(at, 'an array whose order is neither C nor F')
      return fillArray(at, new NumberArray(), third, second, order === 'F', first)
    }
    case 'ndarray':
      throw new PickleError(at, 'it calls numpy.ndarray itself')
  }
}

/** BUILD: an object takes its state. */
export function buildState(at: number, target: PickleValue | undefined, state: PickleValue | undefined): void {
  if (!(state instanceof Tuple)) throw new PickleError(at, `a state that is ${kindOf(state)}, not a tuple`)
  const [, second, third, fourth, fifth] = state.items
  if (target instanceof NumberArray) {
    fillArray(at, target, second, third, fourth === true || fourth === 1, fifth)
    return
  }
  if (!(target instanceof NumberType)) throw new PickleError(at, `a state for ${kindOf(target)}`)
  const order = wordOf(second)
  if (!/^[<>|=]$/.test(order)) throw new PickleError(at, 'a dtype of no known byte order')
  target.littleEndian = order !== '>'
}

function decodeType(at: number, name: string): NumberType {
  const [, order = '', kind = '', digits = ''] = /^([<>|=]?)([ui])([1248])$/.exec(name) ?? []
  if (kind === '') throw new PickleError(at, `arrays of ${JSON.stringify(name)}, not of whole numbers`)
  return new NumberType(kind === 'i', Number(digits), order !== '>')
}

function fillArray(
  at: number,
  array: NumberArray,
  shape: PickleValue | undefined,
  type: PickleValue | undefined,
  fortran: boolean,
  content: PickleValue | undefined,
): NumberArray {
  const sizes = shape instanceof Tuple ? shape.items : []
  const axes = sizes.filter((size): size is number => typeof size === 'number' && size >= 0)
  if (
    !(type instanceof NumberType) ||
    !(content instanceof Words) ||
    axes.length !== sizes.length ||
    axes.length === 0
  ) {
    throw new PickleError(at, `an array of ${kindOf(type)} with ${kindOf(content)} for its content`)
  }
  const needed = axes.reduce((product, size) => product * size, type.size)
  if (needed !== content.bytes.length || content.text) {
    const has = content.text ? 'text' : `${content.bytes.length} bytes`
    throw new PickleError(at, `an array of ${axes.join('×')} needs ${needed} bytes, but it has ${has}`)
  }
  return Object.assign(array, { shape: axes, type, fortran, bytes: content.bytes })
}

/** Bytes that Python wrote as text: each character one byte. */
function encodeLatin1(at: number, words: Words, budget: { left: number }): Words {
  budget.left -= words.bytes.length
  if (budget.left < 0) throw new PickleError(at, 'the same text is decoded over and over')
  const { bytes } = words
  const encoded = new Uint8Array(bytes.length)
  let length = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    if (byte < 0x80) encoded[length++] = byte
    else {
      const next = bytes[++index] ?? 0
      if ((byte !== 0xc2 && byte !== 0xc3) || (next & 0xc0) !== 0x80) {
        throw new PickleError(at, 'text with characters that are no bytes')
      }
      encoded[length++] = ((byte & 0x03) << 6) | (next & 0x3f)
    }
  }
  return new Words(encoded.subarray(0, length), false)
}
