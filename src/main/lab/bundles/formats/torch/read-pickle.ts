import { bundleError } from '../../failures.ts'
import { callGlobal, findGlobal, findStorage } from './globals.ts'
import { Tuple, type PickleValue } from './values.ts'

const mostBytes = 16 * 2 ** 20
const mostOpcodes = 2_000_000
const remedy = 'save a state dict alone: torch.save(model.state_dict(), path)'

/**
 * Reads the pickle of a torch.save archive: numbers, text, tuples, lists, dicts and tensors. Opcodes and names that are
 * not on the lists are refused; nothing is imported or run. Format: CPython's Lib/pickletools.py.
 * @throws LabError `bundle.invalid`, naming the byte
 */
export function readPickle(file: Uint8Array, place: string): PickleValue {
  if (file.length > mostBytes) throw bundleError(place, `has ${file.length} bytes`, remedy)
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const stack: PickleValue[] = []
  const marks: number[] = []
  const memo = new Map<number, PickleValue>()
  let at = 0

  function fail(what: string): never {
    throw bundleError(`${place}: byte ${at}`, what, remedy)
  }
  function take(length: number): Buffer {
    if (at + length > bytes.length) fail('ends too early')
    return bytes.subarray(at, (at += length))
  }
  function line(): string {
    const end = bytes.indexOf(10, at)
    if (end < 0 || end - at > 256) fail('holds no line')
    const text = bytes.toString('latin1', at, end)
    at = end + 1
    return text
  }
  const unsigned = (length: number): number => (length === 0 ? 0 : take(length).readUIntLE(0, length))
  function pop(): PickleValue {
    const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined
    return value === undefined ? fail('takes from an empty stack') : value
  }
  function popMark(): PickleValue[] {
    const mark = marks.pop()
    return mark === undefined ? fail('has no mark') : stack.splice(mark)
  }
  function setItems(pairs: PickleValue[]): void {
    const target = stack.at(-1)
    if (!(target instanceof Map) || pairs.length % 2 !== 0) return fail('sets an item of something else than a dict')
    for (let index = 0; index < pairs.length; index += 2) {
      const key = pairs[index]
      // torch's own bookkeeping has other keys; what is read here has names
      if (typeof key === 'string') target.set(key, pairs[index + 1] ?? null)
    }
  }
  function append(items: PickleValue[]): void {
    const target = stack.at(-1)
    if (!Array.isArray(target)) return fail('appends to something else than a list')
    for (const item of items) target.push(item)
  }
  function nameGlobal(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') return fail('names something that is no text')
    const known = findGlobal(module, name)
    stack.push(known ?? fail(`names ${module}.${name}, which is not on the list of what may be named`))
  }
  function long(length: number): number {
    if (length > 8) fail('has a number of more than 8 bytes')
    const digits = take(length)
    const padded = Buffer.alloc(8, ((digits.at(-1) ?? 0) & 0x80) === 0 ? 0 : 0xff)
    digits.copy(padded)
    return Number(padded.readBigInt64LE(0))
  }

  const steps: Record<number, () => void> = {
    0x80: () => void (unsigned(1) > 5 && fail('is of a protocol above 5')), // PROTO
    0x95: () => void take(8), // FRAME
    0x28: () => void marks.push(stack.length), // MARK
    0x30: () => void pop(), // POP
    0x4e: () => void stack.push(null), // NONE
    0x88: () => void stack.push(true), // NEWTRUE
    0x89: () => void stack.push(false), // NEWFALSE
    0x4a: () => void stack.push(take(4).readInt32LE(0)), // BININT
    0x4b: () => void stack.push(unsigned(1)), // BININT1
    0x4d: () => void stack.push(unsigned(2)), // BININT2
    0x8a: () => void stack.push(long(unsigned(1))), // LONG1
    0x47: () => void stack.push(take(8).readDoubleBE(0)), // BINFLOAT
    0x58: () => void stack.push(take(unsigned(4)).toString('utf8')), // BINUNICODE
    0x8c: () => void stack.push(take(unsigned(1)).toString('utf8')), // SHORT_BINUNICODE
    0x5d: () => void stack.push([]), // EMPTY_LIST
    0x61: () => append([pop()]), // APPEND
    0x65: () => append(popMark()), // APPENDS
    0x7d: () => void stack.push(new Map()), // EMPTY_DICT
    0x73: () => setItems([pop(), pop()].toReversed()), // SETITEM
    0x75: () => setItems(popMark()), // SETITEMS
    0x29: () => void stack.push(new Tuple([])), // EMPTY_TUPLE
    0x74: () => void stack.push(new Tuple(popMark())), // TUPLE
    0x85: () => void stack.push(new Tuple([pop()])), // TUPLE1
    0x86: () => void stack.push(new Tuple([pop(), pop()].toReversed())), // TUPLE2
    0x87: () => void stack.push(new Tuple([pop(), pop(), pop()].toReversed())), // TUPLE3
    0x71: () => void memo.set(unsigned(1), stack.at(-1) ?? fail('keeps nothing')), // BINPUT
    0x72: () => void memo.set(unsigned(4), stack.at(-1) ?? fail('keeps nothing')), // LONG_BINPUT
    0x94: () => void memo.set(memo.size, stack.at(-1) ?? fail('keeps nothing')), // MEMOIZE
    0x68: () => void stack.push(memo.get(unsigned(1)) ?? fail('recalls nothing')), // BINGET
    0x6a: () => void stack.push(memo.get(unsigned(4)) ?? fail('recalls nothing')), // LONG_BINGET
    0x63: () => nameGlobal(line(), line()), // GLOBAL
    0x93: () => nameGlobal(...([pop(), pop()].toReversed() as [PickleValue, PickleValue])), // STACK_GLOBAL
    0x51: () => void stack.push(findStorage(pop()) ?? fail('names no storage of numbers')), // BINPERSID
    0x52: () => {
      // REDUCE
      const args = pop()
      stack.push(callGlobal(pop(), args) ?? fail('calls a name as torch never does'))
    },
    0x62: () => void pop(), // BUILD: attributes of a state dict, such as its version, change nothing here
  }
  for (let done = 0; done < mostOpcodes; done++) {
    const code = unsigned(1)
    if (code === 0x2e) return pop() // STOP
    const step = steps[code]
    if (!step) fail(`has opcode 0x${code.toString(16)}, which is not on the list of what may be done`)
    else step()
  }
  return fail(`has more than ${mostOpcodes} opcodes`)
}
