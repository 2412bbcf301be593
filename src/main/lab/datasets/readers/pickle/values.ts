/** A Python str or bytes: its bytes (UTF-8 when `text`), a view of the pickle and not a copy. */
export class Words {
  readonly bytes: Uint8Array
  readonly text: boolean

  constructor(bytes: Uint8Array, text: boolean) {
    this.bytes = bytes
    this.text = text
  }

  /** For names and keys, which are short. */
  toString(): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, Math.min(this.bytes.length, 256)).toString('utf8')
  }
}

/** What an array's elements are; `state` may still set the byte order. */
export class NumberType {
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
  shape: number[] = []
  type: NumberType | null = null
  /** First axis fastest. */
  fortran = false
  bytes: Uint8Array = new Uint8Array(0)
}

/** A function or class that a pickle names, of those on the list. */
export type Callable = 'reconstruct' | 'ndarray' | 'dtype' | 'encode' | 'frombuffer'

export class Global {
  readonly callable: Callable

  constructor(callable: Callable) {
    this.callable = callable
  }
}

export class Tuple {
  readonly items: PickleValue[]

  constructor(items: PickleValue[]) {
    this.items = items
  }
}

export type PickleValue =
  | null
  | boolean
  | number
  | Words
  | PickleValue[]
  | Tuple
  | Map<string, PickleValue>
  | NumberArray
  | NumberType
  | Global

/** What is wrong, and at which byte; the reader of the file puts its name before it. */
export class PickleError extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.name = 'PickleError'
    this.at = at
  }
}

/** A short name or key; empty for anything that is no word. */
export function wordOf(value: PickleValue | undefined): string {
  return value instanceof Words ? value.toString() : ''
}

/** A value's kind in Python's words, for messages. */
export function kindOf(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'None'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return 'int'
  if (value instanceof Words) return value.text ? 'str' : 'bytes'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof Map) return 'dict'
  if (value instanceof NumberArray) return 'numpy array'
  return value instanceof NumberType ? 'numpy dtype' : value.callable
}
