import { Global, Storage, StoredTensor, storageTypes, Tuple, type PickleValue, type StorageType } from './values.ts'

// Everything that a pickle may name, and what a call of it gives: plain values. Nothing of the file is run.

const callables = new Set([
  'collections OrderedDict',
  'torch._utils _rebuild_tensor_v2',
  'torch._utils _rebuild_parameter',
  ...Object.keys(storageTypes).map((name) => `torch ${name}`),
])

/** Null for a name that is not on the list. */
export function findGlobal(module: string, name: string): Global | null {
  const full = `${module} ${name}`
  return callables.has(full) ? new Global(full) : null
}

/** What calling a listed name gives; null when it is called with something else than torch does. */
export function callGlobal(called: PickleValue, args: PickleValue): PickleValue | null {
  if (!(called instanceof Global) || !(args instanceof Tuple)) return null
  const [first, second, third, fourth] = args.items
  switch (called.name) {
    case 'collections OrderedDict':
      return args.items.length === 0 ? new Map() : null
    case 'torch._utils _rebuild_parameter':
      return first instanceof StoredTensor ? first : null
    case 'torch._utils _rebuild_tensor_v2': {
      const shape = toCounts(third)
      const strides = toCounts(fourth)
      if (!(first instanceof Storage) || !isCount(second) || !shape || shape.length !== strides?.length) return null
      return new StoredTensor(first.type, first.key, second, shape, strides)
    }
    default:
      return null
  }
}

/** ('storage', class, key, device, elements) */
export function findStorage(id: PickleValue): Storage | null {
  if (!(id instanceof Tuple) || id.items[0] !== 'storage') return null
  const [, type, key] = id.items
  const name = type instanceof Global && type.name.startsWith('torch ') ? type.name.slice('torch '.length) : ''
  const known = Object.keys(storageTypes).find((storage): storage is StorageType => storage === name)
  return known && typeof key === 'string' && /^\d{1,9}$/.test(key) ? new Storage(known, key) : null
}

function toCounts(value: PickleValue | undefined): number[] | null {
  return value instanceof Tuple && value.items.length <= 8 && value.items.every(isCount) ? value.items : null
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
