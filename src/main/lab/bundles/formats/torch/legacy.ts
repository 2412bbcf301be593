import { readFileSync, statSync } from 'node:fs'
import { readFirstPickle, wordOf } from '../../../formats/pickle/index.ts'
import { bundleError } from '../../failures.ts'
import { mostPickle, refusing, torchPickle } from './pickle-rules.ts'
import { Storage, storageTypes, type StorageType, type TorchContent, type TorchValue } from './values.ts'

// What torch.save wrote before PyTorch 1.6: pickles one behind the other (a magic number, the protocol's version, the
// machine, the value, the keys of the storages), then for each key the number of elements (int64) and the elements.

/** The first two pickles, as every such file has them. */
const beginning = Buffer.from('80028a0a6cfc9c46f9206aa850192e80024de9032e', 'hex')
const mostBytes = 256 * 2 ** 20

/** @throws LabError `bundle.invalid` */
export function readLegacyTorch(path: string, place: string): TorchContent {
  const { size } = statSync(path)
  if (size > mostBytes) throw bundleError(place, `has ${size} bytes, more than ${mostBytes}`, 'split it')
  const bytes = readFileSync(path)
  if (!bytes.subarray(0, beginning.length).equals(beginning))
    throw bundleError(place, 'was not written by torch.save', 'give a state dict that it wrote')
  const types = new Map<string, StorageType>()
  const rules: typeof torchPickle = {
    ...torchPickle,
    persist(offset, id) {
      const storage = torchPickle.persist(offset, id)
      if (storage instanceof Storage) types.set(storage.key, storage.type)
      return storage
    },
  }
  let at = beginning.length
  const next = (what: string): TorchValue => {
    const rest = bytes.subarray(at, at + mostPickle)
    const { value, length } = refusing(`${place}: ${what}`, () => readFirstPickle(rest, rules))
    at += length
    return value
  }
  const machine = next('description of the machine')
  if (!(machine instanceof Map) || machine.get('little_endian') !== true)
    throw bundleError(place, 'was written big-endian', 'save it on another machine')
  const value = next('state dict')
  const keys = next('list of storages')
  const storages = readStorages(bytes.subarray(at), Array.isArray(keys) ? keys.map(wordOf) : [], types, place)
  return { value, read: (key) => storages.get(key) ?? new Uint8Array() }
}

function readStorages(
  bytes: Buffer,
  keys: readonly string[],
  types: ReadonlyMap<string, StorageType>,
  place: string,
): Map<string, Uint8Array> {
  let at = 0
  return new Map(
    keys.map((key) => {
      const type = types.get(key)
      if (type === undefined) throw bundleError(place, `has a storage ${key} of no tensor`, 'save the state dict alone')
      const length = at + 8 <= bytes.length ? Number(bytes.readBigUInt64LE(at)) * storageTypes[type] : Infinity
      if (at + 8 + length > bytes.length) throw bundleError(place, 'ends amid its numbers', 'save it again')
      const storage = bytes.subarray(at + 8, at + 8 + length)
      at += 8 + length
      return [key, storage]
    }),
  )
}
