import {
  commonOpcodes,
  Global,
  PickleError,
  Tuple,
  wordOf,
  type Opcode,
  type PickleCall,
  type PickleRules,
  type PickleValue,
} from '../../../formats/pickle/index.ts'
import { Storage, StoredTensor, storageTypes, type StorageType } from './values.ts'

type Made = StoredTensor | Storage
export type TorchValue = PickleValue<Made>

const opcodes: Opcode[] = [...commonOpcodes, 'BINFLOAT', 'BINPERSID']

/** Pickles of a torch.save archive: numbers, text, tuples, lists, dicts and tensors. Nothing of the file is run. */
export const torchPickle: PickleRules<Made> = {
  mostOpcodes: 2_000_000,
  opcodes: new Set(opcodes),
  names: new Set([
    'collections OrderedDict',
    'torch._utils _rebuild_tensor_v2',
    'torch._utils _rebuild_parameter',
    ...Object.keys(storageTypes).map((name) => `torch ${name}`),
  ]),
  otherKeys: 'pass over', // torch's own bookkeeping has them; what is read here has names
  call: callGlobal,
  build: () => {}, // attributes of a state dict, such as its version, change nothing here
  persist: findStorage,
}

function callGlobal({ at, name, args }: PickleCall<Made>): TorchValue {
  const [first, second, third, fourth] = args
  switch (name) {
    case 'collections OrderedDict':
      if (args.length === 0) return new Map()
      break
    case 'torch._utils _rebuild_parameter':
      if (first instanceof StoredTensor) return first
      break
    case 'torch._utils _rebuild_tensor_v2': {
      const shape = toCounts(third)
      const strides = toCounts(fourth)
      if (!(first instanceof Storage) || !isCount(second) || !shape || shape.length !== strides?.length) break
      return new StoredTensor(first.type, first.key, second, shape, strides)
    }
  }
  throw new PickleError(at, `it calls ${name.replace(' ', '.')} as torch never does`)
}

/** ('storage', class, key, device, elements) */
function findStorage(at: number, id: TorchValue): Storage {
  const [word, type, key] = id instanceof Tuple ? id.items : []
  const name = type instanceof Global && type.name.startsWith('torch ') ? type.name.slice('torch '.length) : ''
  const known = Object.keys(storageTypes).find((storage): storage is StorageType => storage === name)
  if (wordOf(word) === 'storage' && known && /^\d{1,9}$/.test(wordOf(key))) return new Storage(known, wordOf(key))
  throw new PickleError(at, 'it names no storage of numbers')
}

function toCounts(value: TorchValue | undefined): number[] | null {
  return value instanceof Tuple && value.items.length <= 8 && value.items.every(isCount) ? value.items : null
}

function isCount(value: TorchValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
