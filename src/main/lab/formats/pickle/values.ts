/** A Python str or bytes: its bytes (UTF-8 when `text`), a view of the pickle and not a copy. */
export class Words {
  readonly bytes: Uint8Array
  readonly text: boolean
  private word: string | null = null

  constructor(bytes: Uint8Array, text: boolean) {
    this.bytes = bytes
    this.text = text
  }

  /** For names and keys; decoded once, so that words named over and over take their memory once. */
  toString(): string {
    this.word ??= Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).toString('utf8')
    return this.word
  }
}

/** A function or class that a pickle names, of those on its reader's list; none is imported or run. */
export class Global {
  /** Module and name with a space between. */
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  get kind(): string {
    return this.name.replace(' ', '.')
  }
}

export class Tuple<Made> {
  readonly items: PickleValue<Made>[]

  constructor(items: PickleValue<Made>[]) {
    this.items = items
  }
}

/** @typeParam Made what calls of listed names give: objects that tell their kind in Python's words */
export type PickleValue<Made> =
  | null
  | boolean
  | number
  | Words
  | PickleValue<Made>[]
  | Tuple<Made>
  | Map<string, PickleValue<Made>>
  | Global
  | Made

/** What is wrong, and at which byte; the reader of the file puts its name before it. */
export class PickleError extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.name = 'PickleError'
    this.at = at
  }
}

/** A name or key; empty for anything that is no word. */
export function wordOf(value: unknown): string {
  return value instanceof Words ? value.toString() : ''
}

/** A value's kind in Python's words, for messages. */
export function kindOf<Made extends { kind: string }>(value: PickleValue<Made> | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'None'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (value instanceof Words) return value.text ? 'str' : 'bytes'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Tuple) return 'tuple'
  return value instanceof Map ? 'dict' : value.kind
}
