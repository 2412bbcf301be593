import type { Opcode } from './opcodes.ts'
import type { PickleValue } from './values.ts'

/** What one kind of pickle may do: everything else is refused. */
export interface PickleRules<Made extends { kind: string }> {
  /** A pickle of its kind has far fewer; each may cost some memory. */
  mostOpcodes: number
  opcodes: ReadonlySet<Opcode>
  /** Modules and names with a space between. */
  names: ReadonlySet<string>
  /** Keys of dicts that are no words: refused, or passed over with their values. */
  otherKeys: 'refuse' | 'pass over'
  /**
   * REDUCE: what calling a listed name gives.
   * @param budget bytes that may still be decoded anew, twice the file's to begin with
   * @throws PickleError
   */
  call(call: PickleCall<Made>, budget: { left: number }): PickleValue<Made>
  /** BUILD: an object takes its state. @throws PickleError */
  build(at: number, target: PickleValue<Made>, state: PickleValue<Made>): void
  /** BINPERSID: what is kept outside of the pickle. @throws PickleError */
  persist(at: number, id: PickleValue<Made>): PickleValue<Made>
}

export interface PickleCall<Made> {
  /** The byte of the opcode, for messages. */
  at: number
  /** Module and name with a space between. */
  name: string
  args: PickleValue<Made>[]
}
