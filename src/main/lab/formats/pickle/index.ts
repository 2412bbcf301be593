import { openBytes } from './bytes.ts'
import { opcodeOf, type Opcode } from './opcodes.ts'
import { readPlain } from './plain.ts'
import type { PickleRules } from './rules.ts'
import { Global, kindOf, PickleError, Tuple, Words, wordOf, type PickleValue } from './values.ts'

export { commonOpcodes, type Opcode } from './opcodes.ts'
export type { PickleCall, PickleRules } from './rules.ts'
export { Global, kindOf, PickleError, Tuple, Words, wordOf, type PickleValue } from './values.ts'

/**
 * Reads a pickle of protocols 0 to 5 as its kind's rules let it. Opcodes and names that are not on the lists are refused;
 * nothing that a pickle names is imported or run. Format: CPython's Lib/pickletools.py.
 * @throws PickleError
 */
export function readPickle<Made extends { kind: string }>(
  file: Uint8Array,
  rules: PickleRules<Made>,
): PickleValue<Made> {
  const machine = createMachine(file, rules)
  for (let done = 0; done < rules.mostOpcodes; done++) {
    if (machine.step()) return machine.result()
  }
  throw new PickleError(machine.at(), `more than ${rules.mostOpcodes} opcodes`)
}

function createMachine<Made extends { kind: string }>(file: Uint8Array, rules: PickleRules<Made>) {
  type Value = PickleValue<Made>
  const input = openBytes(file)
  const budget = { left: 2 * file.length }
  const stack: Value[] = []
  const marks: number[] = []
  const memo = new Map<number, Value>()
  let at = 0

  const fail = (what: string): PickleError => new PickleError(at, what)
  function pop(): Value {
    const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined
    if (value === undefined) throw fail('it takes from an empty stack')
    return value
  }
  function top(): Value {
    const value = pop()
    stack.push(value)
    return value
  }
  function popMark(): Value[] {
    const mark = marks.pop()
    if (mark === undefined) throw fail('a mark is missing')
    return stack.splice(mark)
  }
  function take(count: number): Value[] {
    return Array.from({ length: count }, pop).toReversed()
  }
  function append(items: readonly Value[]): void {
    const list = top()
    if (!Array.isArray(list)) throw fail(`it appends to ${kindOf(list)}`)
    for (const item of items) list.push(item)
  }
  function put(entries: readonly Value[]): void {
    const dict = top()
    if (!(dict instanceof Map)) throw fail(`it sets an item of ${kindOf(dict)}`)
    setItems(dict, entries)
  }
  function setItems(dict: Map<string, Value>, entries: readonly Value[]): Map<string, Value> {
    if (entries.length % 2 !== 0) throw fail('a key without a value')
    for (let index = 0; index < entries.length; index += 2) {
      const [key, value = null] = entries.slice(index, index + 2)
      if (key instanceof Words) dict.set(wordOf(key), value)
      else if (rules.otherKeys === 'refuse') throw fail(`a key that is ${kindOf(key)}`)
    }
    return dict
  }
  function recall(index: number): Value {
    const value = memo.get(index)
    if (value === undefined) throw fail(`memo ${index} holds nothing`)
    return value
  }
  function findGlobal(module: string, name: string): Global {
    if (rules.names.has(`${module} ${name}`)) return new Global(`${module} ${name}`)
    throw fail(`it names ${module}.${name}, which is not on the list of what may be named`)
  }
  function call([called, args]: Value[]): Value {
    if (!(called instanceof Global) || !(args instanceof Tuple)) {
      throw fail(`it calls ${kindOf(called)} with ${kindOf(args)}`)
    }
    return rules.call({ at, name: called.name, args: args.items }, budget)
  }

  /** The next opcode, when it is on the list. */
  function nextOpcode(): Opcode {
    at = input.offset()
    const code = input.byte()
    const opcode = opcodeOf(code)
    if (opcode !== undefined && rules.opcodes.has(opcode)) return opcode
    const name = opcode ?? `0x${code.toString(16).padStart(2, '0')}`
    throw fail(`opcode ${name}, which is not on the list of what may be done`)
  }

  /** One opcode; tells whether it was the last. */
  function step(): boolean {
    const opcode = nextOpcode()
    const plain = readPlain(opcode, input)
    if (plain !== undefined) {
      stack.push(plain)
      return false
    }
    switch (opcode) {
      case 'STOP':
        return true
      case 'PROTO':
        if (input.byte() > 5) throw fail('a protocol above 5')
        return false
      case 'FRAME':
        input.checkFrame()
        return false
      case 'MARK':
        marks.push(stack.length)
        return false
      case 'POP':
        if (stack.length > (marks.at(-1) ?? 0)) pop()
        else popMark()
        return false
      case 'POP_MARK':
        popMark()
        return false
      case 'EMPTY_LIST':
        stack.push([])
        return false
      case 'LIST':
        stack.push(popMark())
        return false
      case 'APPEND':
        append([pop()])
        return false
      case 'APPENDS':
        append(popMark())
        return false
      case 'EMPTY_TUPLE':
        stack.push(new Tuple<Made>([]))
        return false
      case 'TUPLE':
        stack.push(new Tuple(popMark()))
        return false
      case 'TUPLE1':
        stack.push(new Tuple(take(1)))
        return false
      case 'TUPLE2':
        stack.push(new Tuple(take(2)))
        return false
      case 'TUPLE3':
        stack.push(new Tuple(take(3)))
        return false
      case 'EMPTY_DICT':
        stack.push(new Map())
        return false
      case 'DICT':
        stack.push(setItems(new Map(), popMark()))
        return false
      case 'SETITEM':
        put(take(2))
        return false
      case 'SETITEMS':
        put(popMark())
        return false
      case 'PUT':
        memo.set(input.decimal(), top())
        return false
      case 'BINPUT':
        memo.set(input.byte(), top())
        return false
      case 'LONG_BINPUT':
        memo.set(input.unsigned(4), top())
        return false
      case 'MEMOIZE':
        memo.set(memo.size, top())
        return false
      case 'GET':
        stack.push(recall(input.decimal()))
        return false
      case 'BINGET':
        stack.push(recall(input.byte()))
        return false
      case 'LONG_BINGET':
        stack.push(recall(input.unsigned(4)))
        return false
      case 'GLOBAL':
        stack.push(findGlobal(input.line(), input.line()))
        return false
      case 'STACK_GLOBAL': {
        const [module, name] = take(2)
        stack.push(findGlobal(wordOf(module), wordOf(name)))
        return false
      }
      case 'REDUCE':
        stack.push(call(take(2)))
        return false
      case 'BUILD': {
        const state = pop()
        rules.build(at, top(), state)
        return false
      }
      case 'BINPERSID':
        stack.push(rules.persist(at, pop()))
        return false
      default:
        throw fail(`opcode ${opcode}, which this reader does not know`)
    }
  }

  return {
    step,
    at: () => at,
    result(): Value {
      const value = pop()
      if (input.left() > 0) throw new PickleError(input.offset(), `${input.left()} bytes after its end`)
      return value
    },
  }
}
