import type { PickleBytes } from './bytes.ts'
import type { Opcode } from './opcodes.ts'
import { Words } from './values.ts'

type Plain = null | boolean | number | Words

/** Opcodes that only push a value. */
export const plainOpcodes: Partial<Record<Opcode, (input: PickleBytes) => Plain>> = {
  NONE: () => null,
  NEWTRUE: () => true,
  NEWFALSE: () => false,
  INT: (input) => input.decimal(), // `01` and `00` are protocol 0's booleans
  LONG: (input) => input.decimal(),
  BININT: (input) => input.signed(4),
  BININT1: (input) => input.byte(),
  BININT2: (input) => input.unsigned(2),
  LONG1: (input) => input.signed(input.byte()),
  BINFLOAT: (input) => input.float(),
  STRING: (input) => new Words(input.quoted(), false),
  BINSTRING: (input) => new Words(input.bytes(input.unsigned(4)), false),
  SHORT_BINSTRING: (input) => new Words(input.bytes(input.byte()), false),
  BINBYTES: (input) => new Words(input.bytes(input.unsigned(4)), false),
  SHORT_BINBYTES: (input) => new Words(input.bytes(input.byte()), false),
  BINBYTES8: (input) => new Words(input.bytes(input.unsigned(8)), false),
  BYTEARRAY8: (input) => new Words(input.bytes(input.unsigned(8)), false),
  UNICODE: (input) => new Words(input.escaped(), true),
  BINUNICODE: (input) => new Words(input.bytes(input.unsigned(4)), true),
  SHORT_BINUNICODE: (input) => new Words(input.bytes(input.byte()), true),
  BINUNICODE8: (input) => new Words(input.bytes(input.unsigned(8)), true),
}
