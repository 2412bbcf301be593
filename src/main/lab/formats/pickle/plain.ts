import type { PickleBytes } from './bytes.ts'
import type { Opcode } from './opcodes.ts'
import { Words } from './values.ts'

/** Opcodes that only push a value; undefined for all others. */
export function readPlain(opcode: Opcode, input: PickleBytes): null | boolean | number | Words | undefined {
  switch (opcode) {
    case 'NONE':
      return null
    case 'NEWTRUE':
      return true
    case 'NEWFALSE':
      return false
    case 'INT': // `01` and `00` are protocol 0's booleans
    case 'LONG':
      return input.decimal()
    case 'BININT':
      return input.signed(4)
    case 'BININT1':
      return input.byte()
    case 'BININT2':
      return input.unsigned(2)
    case 'LONG1':
      return input.signed(input.byte())
    case 'BINFLOAT':
      return input.float()
    case 'STRING':
      return new Words(input.quoted(), false)
    case 'BINSTRING':
    case 'BINBYTES':
      return new Words(input.bytes(input.unsigned(4)), false)
    case 'SHORT_BINSTRING':
    case 'SHORT_BINBYTES':
      return new Words(input.bytes(input.byte()), false)
    case 'BINBYTES8':
    case 'BYTEARRAY8':
      return new Words(input.bytes(input.unsigned(8)), false)
    case 'UNICODE':
      return new Words(input.escaped(), true)
    case 'BINUNICODE':
      return new Words(input.bytes(input.unsigned(4)), true)
    case 'SHORT_BINUNICODE':
      return new Words(input.bytes(input.byte()), true)
    case 'BINUNICODE8':
      return new Words(input.bytes(input.unsigned(8)), true)
    default:
      return undefined
  }
}
