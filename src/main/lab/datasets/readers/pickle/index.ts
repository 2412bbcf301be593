import { openBytes, type PickleBytes } from './bytes.ts'
import { buildState, callGlobal, findGlobal } from './numpy.ts'
import { kindOf, PickleError, Tuple, Words, wordOf, type PickleValue } from './values.ts'

export { NumberArray, PickleError, Words, type PickleValue } from './values.ts'

/** A pickle of a batch has some 60,000; each may cost some memory. */
const mostOpcodes = 1_000_000

/**
 * Reads a pickle of protocols 0 to 5 made of numbers, words, lists, tuples, dicts and numpy arrays of whole numbers.
 * Opcodes and global names not on the lists are refused; nothing that a pickle names is imported or run.
 * Format: CPython's Lib/pickletools.py.
 * @throws PickleError
 */
export function readPickle(file: Uint8Array): PickleValue {
  const machine = createMachine(file)
  for (let done = 0; done < mostOpcodes; done++) {
    if (machine.step()) return machine.result()
  }
  throw new PickleError(machine.at(), `more than ${mostOpcodes} opcodes`)
}

function createMachine(file: Uint8Array) {
  const input = openBytes(file)
  const budget = { left: 2 * file.length }
  const stack: PickleValue[] = []
  const marks: number[] = []
  const memo = new Map<number, PickleValue>()
  let at = 0

  const fail = (what: string): PickleError => new PickleError(at, what)
  function pop(): PickleValue {
    const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined
    if (value === undefined) throw fail('it takes from an empty stack')
    return value
  }
  function top(): PickleValue {
    const value = pop()
    stack.push(value)
    return value
  }
  function popMark(): PickleValue[] {
    const mark = marks.pop()
    if (mark === undefined) throw fail('a mark is missing')
    return stack.splice(mark)
  }
  function list(): PickleValue[] {
    const value = top()
    if (!Array.isArray(value)) throw fail(`it appends to ${kindOf(value)}`)
    return value
  }
  function put(entries: PickleValue[]): void {
    const dict = top()
    if (!(dict instanceof Map)) throw fail(`it sets an item of ${kindOf(dict)}`)
    setItems(dict, entries)
  }
  function setItems(dict: Map<string, PickleValue>, entries: PickleValue[]): Map<string, PickleValue> {
    if (entries.length % 2 !== 0) throw fail('a key without a value')
    for (let index = 0; index < entries.length; index += 2) {
      const [key, value = null] = entries.slice(index, index + 2)
      if (!(key instanceof Words)) throw fail(`a key that is ${kindOf(key)}`)
      dict.set(wordOf(key), value)
    }
    return dict
  }
  function take(count: number): PickleValue[] {
    return Array.from({ length: count }, pop).toReversed()
  }
  function recall(index: number): PickleValue {
    const value = memo.get(index)
    if (value === undefined) throw fail(`memo ${index} holds nothing`)
    return value
  }

  /** One opcode; tells whether it was the last. */
  function step(): boolean {
    at = input.offset()
    const code = input.byte()
    const simple = pushes(code, input)
    if (simple !== undefined) {
      stack.push(simple)
      return false
    }
    switch (code) {
      case 0x80: // PROTO
        if (input.byte() > 5) throw fail('a protocol above 5')
        return false
      case 0x95: // FRAME
        input.checkFrame()
        return false
      case 0x28: // MARK
        marks.push(stack.length)
        return false
      case 0x30: // POP
        if (stack.length > (marks.at(-1) ?? 0)) pop()
        else popMark()
        return false
      case 0x31: // POP_MARK
        popMark()
        return false
      case 0x5d: // EMPTY_LIST
        stack.push([])
        return false
      case 0x6c: // LIST
        stack.push(popMark())
        return false
      case 0x61: {
        // APPEND
        const item = pop()
        list().push(item)
        return false
      }
      case 0x65: {
        // APPENDS
        const items = popMark()
        const target = list()
        for (const item of items) target.push(item)
        return false
      }
      case 0x29: // EMPTY_TUPLE
        stack.push(new Tuple([]))
        return false
      case 0x74: // TUPLE
        stack.push(new Tuple(popMark()))
        return false
      case 0x85: // TUPLE1, TUPLE2, TUPLE3
      case 0x86:
      case 0x87:
        stack.push(new Tuple(take(code - 0x84)))
        return false
      case 0x7d: // EMPTY_DICT
        stack.push(new Map())
        return false
      case 0x64: // DICT
        stack.push(setItems(new Map(), popMark()))
        return false
      case 0x73: // SETITEM
        put(take(2))
        return false
      case 0x75: // SETITEMS
        put(popMark())
        return false
      case 0x70: // PUT
        memo.set(input.decimal(), top())
        return false
      case 0x71: // BINPUT
        memo.set(input.byte(), top())
        return false
      case 0x72: // LONG_BINPUT
        memo.set(input.unsigned(4), top())
        return false
      case 0x94: // MEMOIZE
        memo.set(memo.size, top())
        return false
      case 0x67: // GET
        stack.push(recall(input.decimal()))
        return false
      case 0x68: // BINGET
        stack.push(recall(input.byte()))
        return false
      case 0x6a: // LONG_BINGET
        stack.push(recall(input.unsigned(4)))
        return false
      case 0x63: // GLOBAL
        stack.push(findGlobal(at, input.line(), input.line()))
        return false
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = take(2)
        stack.push(findGlobal(at, wordOf(module), wordOf(name)))
        return false
      }
      case 0x52: {
        // REDUCE
        const [called, args] = take(2)
        stack.push(callGlobal(at, called, args, budget))
        return false
      }
      case 0x62: {
        // BUILD
        const state = pop()
        buildState(at, top(), state)
        return false
      }
      case 0x2e: // STOP
        return true
      default: {
        const name = refusedNames[code] ?? `0x${code.toString(16).padStart(2, '0')}`
        throw fail(`opcode ${name}, which is not on the list of what may be done`)
      }
    }
  }

  return {
    step,
    at: () => at,
    result(): PickleValue {
      const value = pop()
      if (input.left() > 0) throw new PickleError(input.offset(), `${input.left()} bytes after its end`)
      return value
    },
  }
}

const refusedNames: Record<number, string> = {
  0x69: 'INST',
  0x6f: 'OBJ',
  0x81: 'NEWOBJ',
  0x92: 'NEWOBJ_EX',
  0x50: 'PERSID',
  0x51: 'BINPERSID',
  0x82: 'EXT1',
  0x83: 'EXT2',
  0x84: 'EXT4',
  0x97: 'NEXT_BUFFER',
  0x98: 'READONLY_BUFFER',
  0x8f: 'EMPTY_SET',
  0x91: 'FROZENSET',
  0x46: 'FLOAT',
  0x47: 'BINFLOAT',
  0x8b: 'LONG4',
}

/** Opcodes that only push a value; undefined for all others. */
function pushes(code: number, input: PickleBytes): PickleValue | undefined {
  switch (code) {
    case 0x4e: // NONE
      return null
    case 0x88: // NEWTRUE
      return true
    case 0x89: // NEWFALSE
      return false
    case 0x49: // INT; `01` and `00` are protocol 0's booleans
      return input.decimal()
    case 0x4c: // LONG
      return input.decimal()
    case 0x4a: // BININT
      return input.signed(4)
    case 0x4b: // BININT1
      return input.byte()
    case 0x4d: // BININT2
      return input.unsigned(2)
    case 0x8a: // LONG1
      return input.signed(input.byte())
    case 0x53: // STRING
      return new Words(input.quoted(), false)
    case 0x54: // BINSTRING
    case 0x42: // BINBYTES
      return new Words(input.bytes(input.unsigned(4)), false)
    case 0x55: // SHORT_BINSTRING
    case 0x43: // SHORT_BINBYTES
      return new Words(input.bytes(input.byte()), false)
    case 0x8e: // BINBYTES8
    case 0x96: // BYTEARRAY8
      return new Words(input.bytes(input.unsigned(8)), false)
    case 0x56: // UNICODE
      return new Words(input.escaped(), true)
    case 0x58: // BINUNICODE
      return new Words(input.bytes(input.unsigned(4)), true)
    case 0x8c: // SHORT_BINUNICODE
      return new Words(input.bytes(input.byte()), true)
    case 0x8d: // BINUNICODE8
      return new Words(input.bytes(input.unsigned(8)), true)
    default:
      return undefined
  }
}
