import {
  commonOpcodes,
  Global,
  kindOf,
  PickleError,
  Tuple,
  Words,
  wordOf,
  type Opcode,
  type PickleCall,
  type PickleRules,
  type PickleValue,
} from '../../formats/pickle/index.ts'

/** What an array's elements are; `state` may still set the byte order. */
export class NumberType {
  readonly kind = 'numpy dtype'
  signed: boolean
  /** Bytes of one element: 1, 2, 4 or 8. */
  size: number
  littleEndian: boolean

  constructor(signed: boolean, size: number, littleEndian: boolean) {
    this.signed = signed
    this.size = size
    this.littleEndian = littleEndian
  }
}

/** A numpy array; empty until its state comes. */
export class NumberArray {
  readonly kind = 'numpy array'
  shape: number[] = []
  type: NumberType | null = null
  /** First axis fastest. */
  fortran = false
  bytes: Uint8Array = new Uint8Array(0)
}

type Value = PickleValue<NumberArray | NumberType>
export type NumpyPickleValue = Value

/** What Python 2 and all protocols add, of data alone. */
const opcodes: Opcode[] = [
  ...commonOpcodes,
  ...(['POP_MARK', 'LIST', 'DICT', 'PUT', 'GET', 'INT', 'LONG', 'STRING', 'BINSTRING', 'SHORT_BINSTRING'] as const),
  ...(['UNICODE', 'BINUNICODE8', 'BINBYTES', 'SHORT_BINBYTES', 'BINBYTES8', 'BYTEARRAY8'] as const),
]

/** Pickles of numbers, words, lists, tuples, dicts and numpy arrays of whole numbers: five names, none of which runs anything of the file. */
export const numpyPickle: PickleRules<NumberArray | NumberType> = {
  mostOpcodes: 1_000_000, // a batch of CIFAR-10 has some 60,000
  opcodes: new Set(opcodes),
  names: new Set([
    'numpy.core.multiarray _reconstruct',
    'numpy._core.multiarray _reconstruct',
    'numpy.core.numeric _frombuffer',
    'numpy._core.numeric _frombuffer',
    'numpy ndarray',
    'numpy dtype',
    '_codecs encode',
  ]),
  otherKeys: 'refuse',
  call: callGlobal,
  build: buildState,
  persist(at, id) {
    throw new PickleError(at, `it keeps ${kindOf(id)} elsewhere`)
  },
}

function callGlobal({ at, name, args }: PickleCall<NumberArray | NumberType>, budget: { left: number }): Value {
  const [first, second, third, fourth] = args
  switch (name) {
    case '_codecs encode':
      if (first instanceof Words && /^latin-?1$/.test(wordOf(second))) return encodeLatin1(at, first, budget)
      throw new PickleError(at, '_codecs.encode takes a str and latin1 here')
    case 'numpy dtype':
      return decodeType(at, wordOf(first))
    case 'numpy.core.multiarray _reconstruct':
    case 'numpy._core.multiarray _reconstruct':
      if (first instanceof Global && first.name === 'numpy ndarray') return new NumberArray()
      throw new PickleError(at, `_reconstruct makes a numpy.ndarray here, not ${kindOf(first)}`)
    case 'numpy.core.numeric _frombuffer':
    case 'numpy._core.numeric _frombuffer': {
      const order = wordOf(fourth)
      if (order !== 'C' && order !== 'F') throw new PickleError(at, 'an array whose order is neither C nor F')
      return fillArray(at, new NumberArray(), third, second, order === 'F', first)
    }
    default:
      throw new PickleError(at, `it calls ${name.replace(' ', '.')} itself`)
  }
}

/** BUILD: an object takes its state. */
function buildState(at: number, target: Value, state: Value): void {
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
  shape: Value | undefined,
  type: Value | undefined,
  fortran: boolean,
  content: Value | undefined,
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
