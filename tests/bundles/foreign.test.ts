import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  exportBundle,
  importBundle,
  importNetworks,
  readForeignNetwork,
  selectStudy,
} from '../../src/main/lab/bundles/index.ts'
import { encodeSafetensors } from '../../src/main/lab/bundles/safetensors.ts'
import { wasmFile } from '../../src/main/lab/locations.ts'
import { measureDistance, openDistanceKernel } from '../../src/main/lab/science/distance/index.ts'
import { openStore } from '../../src/main/lab/store/open.ts'
import { compareStudy } from '../../src/main/lab/study/compare.ts'
import { LabError } from '../../src/shared/errors.ts'
import {
  denseWeights,
  doubles,
  floats,
  ints,
  longs,
  npy,
  npz,
  torchFile,
  torchPickle,
  writeLiu,
  type SparseLayer,
} from './foreign-files.ts'
import { temporaryFolder } from './tiny-study.ts'

const reference = new URL('../../../shared/reference/nnstd/mlp.json', import.meta.url)
interface Reference {
  networks: Record<string, SparseLayer[]>
  cases: { a: string; b: string; metric: 'nnstd' | 'nnstd-signed'; alignment: 'propagate' | 'none'; layers: number[] }[]
}
const { networks, cases } = JSON.parse(readFileSync(reference, 'utf8')) as Reference
const folder = temporaryFolder()
const kernel = openDistanceKernel(new WebAssembly.Module(readFileSync(wasmFile('distance'))))

/** A small network: three inputs a unit, every second weight pruned. */
const layers: SparseLayer[] = [
  { inputs: 4, units: 3, positive: [[0], [1, 2], []], negative: [[3], [], [0, 1]] },
  { inputs: 3, units: 2, positive: [[0, 2], []], negative: [[], [1]] },
]

function write(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const tensors = layers.map((layer, index) => ({
  name: `${index}.weight`,
  shape: [layer.units, layer.inputs],
  data: floats(denseWeights(layer)),
}))
const bias = { name: '0.bias', shape: [3], data: floats([1, 2, 3]) }

async function failure(path: string): Promise<LabError> {
  const thrown: unknown = await readForeignNetwork(path).catch((reason: unknown) => reason)
  if (!(thrown instanceof LabError)) throw new Error(`${path} was read`)
  return thrown
}

describe("Liu et al.'s topologies", () => {
  const a = 'w0-epoch000'
  const b = 'w1-epoch000'
  const folders = [a, b].map((name) => writeLiu(join(folder, name), networks[name] ?? []))

  it('have the distances of the reference', async () => {
    const [first, second] = await Promise.all(folders.map(readForeignNetwork))
    if (!first || !second) throw new Error('not read')
    const wanted = cases.filter((one) => one.a === a && one.b === b)
    expect(wanted.length).toBeGreaterThan(0)
    for (const { metric, alignment, layers: expected } of wanted) {
      const measured = measureDistance(kernel, first, second, { alignment, positiveWeight: 0.5 })[metric].layers
      expected.forEach((value, layer) => expect(measured[layer]).toBeCloseTo(value, 12))
    }
  })

  it('are refused when a layer is missing, or a matrix leads out of itself', async () => {
    const gap = writeLiu(join(folder, 'gap'), layers)
    writeFileSync(join(gap, 'weight_l4.npz'), readFileSync(join(gap, 'weight_l1.npz')))
    expect((await failure(gap)).message).toMatch(/gap: has no weight_l3\.npz, but weight_l4\.npz/)
    const out = writeLiu(join(folder, 'out'), layers)
    const csr = (indices: number[], pointers: number[]) =>
      npz({
        indices: npy('<i4', [indices.length], ints(indices)),
        indptr: npy('<i4', [pointers.length], ints(pointers)),
        format: npy('|S3', [], Buffer.from('csr')),
        shape: npy('<i8', [2], longs([2, 2])),
        data: npy('<f8', [2], doubles([1, -1])),
      })
    writeFileSync(join(out, 'weight_l1.npz'), csr([0, 9], [0, 1, 2]))
    expect((await failure(out)).message).toMatch(/name unit 9 in row 1, out of range/)
    writeFileSync(join(out, 'weight_l1.npz'), csr([0, 0], [0, 2, 2]))
    expect((await failure(out)).message).toMatch(/name unit 0 in row 0, out of range or twice/)
    writeFileSync(join(out, 'weight_l1.npz'), csr([0, 1], [0, 3, 2]))
    expect((await failure(out)).message).toMatch(/indptr: runs backwards at row 1/)
  })
})

describe('weights with zeros', () => {
  it('are the same network from every kind of file', async () => {
    const paths = [
      write(
        'net.npz',
        npz(Object.fromEntries(tensors.map(({ shape, data }, index) => [`arr_${index}`, npy('<f4', shape, data)]))),
      ),
      write(
        'net.safetensors',
        Buffer.from(
          encodeSafetensors({
            metadata: {},
            tensors: [...tensors, bias].map(({ data, ...rest }) => ({ ...rest, type: 'F32', bytes: data })),
          }),
        ),
      ),
      write('net.pth', torchFile([...tensors, bias].map((tensor) => ({ ...tensor, storage: 'FloatStorage' })))),
      writeLiu(join(folder, 'net'), layers),
    ]
    const [first, ...others] = await Promise.all(paths.map(readForeignNetwork))
    for (const other of others) expect(other).toEqual(first)
    expect(first?.layers.map(({ units, inputs }) => [units, inputs])).toEqual([
      [3, 4],
      [2, 3],
    ])
  })

  it('reads arrays whose first axis is fastest, and half precision', async () => {
    const transposed = layers.map((layer) => {
      const weights = denseWeights(layer)
      return Array.from(
        { length: weights.length },
        (_, place) => weights[(place % layer.units) * layer.inputs + Math.floor(place / layer.units)] ?? 0,
      )
    })
    const path = write(
      'fortran.npz',
      npz(
        Object.fromEntries(
          layers.map(({ units, inputs }, index) => [
            `arr_${index}`,
            npy('<f4', [units, inputs], floats(transposed[index] ?? []), true),
          ]),
        ),
      ),
    )
    const half = Buffer.alloc(24)
    denseWeights(layers[0] ?? { inputs: 0, units: 0, positive: [], negative: [] }).forEach((weight, place) =>
      half.writeUInt16LE(weight === 0 ? 0 : weight > 0 ? 0x3800 : 0xb400, 2 * place),
    )
    const [first] = tensors
    const torch = write(
      'half.pth',
      torchFile([
        { name: '0.weight', storage: 'HalfStorage', shape: [3, 4], data: half },
        ...tensors.slice(1).map((tensor) => ({ ...tensor, storage: 'FloatStorage' })),
      ]),
    )
    expect(first).toBeDefined()
    expect(await readForeignNetwork(path)).toEqual(await readForeignNetwork(join(folder, 'net.npz')))
    expect(await readForeignNetwork(torch)).toEqual(await readForeignNetwork(join(folder, 'net.npz')))
  })
})

describe('an open_lth run', () => {
  const run = join(folder, 'lottery_0123')
  const level = join(run, 'replicate_1', 'level_12', 'main')
  mkdirSync(level, { recursive: true })
  mkdirSync(join(run, 'replicate_1', 'level_3', 'main'), { recursive: true })
  const dense = layers.map(({ units, inputs }, index) => ({
    ...{ name: `fc.${index}.weight`, storage: 'FloatStorage', shape: [units, inputs] },
    data: floats(Array.from({ length: units * inputs }, (_, place) => (place % 3 === 0 ? -1 : 1))),
  }))
  const masks = layers.map((layer, index) => ({
    ...{ name: `fc.${index}.weight`, storage: 'IntStorage', shape: [layer.units, layer.inputs] },
    data: ints(denseWeights(layer).map((weight) => (weight === 0 ? 0 : 1))),
  }))
  writeFileSync(join(level, 'mask.pth'), torchFile(masks.toReversed()))
  writeFileSync(join(level, 'model_ep0_it0.pth'), torchFile(dense))

  it.each([run, join(run, 'replicate_1'), level])('is its last mask on its initial weights: %s', async (path) => {
    const network = await readForeignNetwork(path)
    const kept = (layer: number) => {
      const { positive, negative } = network.layers[layer] ?? { positive: null, negative: null }
      return [...(positive?.sizes ?? [])].map((size, unit) => size + (negative?.sizes[unit] ?? 0))
    }
    expect([kept(0), kept(1)]).toEqual([
      [2, 2, 2],
      [2, 1],
    ])
    expect([...(network.layers[0]?.negative.sizes ?? [])]).toEqual([2, 1, 1])
  })

  it('says which replicates there are to choose from', async () => {
    mkdirSync(join(folder, 'two', 'replicate_1'), { recursive: true })
    mkdirSync(join(folder, 'two', 'replicate_2'))
    expect((await failure(join(folder, 'two'))).message).toMatch(
      /two: holds 2 replicates; give one, such as two\/replicate_1/,
    )
  })
})

describe('a pickle', () => {
  const one = tensors.map((tensor) => ({ ...tensor, storage: 'FloatStorage' }))
  const honest = torchPickle(one)
  const evil = (text: string): Buffer => Buffer.concat([Buffer.of(0x80, 2), Buffer.from(text, 'latin1')])
  const sized = (pickle: Buffer, from: number, to: number): Buffer => {
    const bytes = Buffer.from(pickle)
    const at = bytes.indexOf(Buffer.of(0x4a, from, 0, 0, 0))
    bytes[at + 1] = to
    return bytes
  }

  it.each([
    ['runs a command', evil('cos\nsystem\n(X\x04\0\0\0echotR.'), /names os\.system, which is not on the list/],
    ['names builtins', evil('c__builtin__\neval\n.'), /names __builtin__\.eval/],
    ['names another torch function', evil('ctorch\nload\n.'), /names torch\.load/],
    ['makes an object', evil('ccollections\nOrderedDict\n)\x81.'), /opcode NEWOBJ, which is not on the list/],
    ['calls a number', evil('K\x01)R.'), /calls int with tuple/],
    ['takes from an empty stack', evil('R.'), /takes from an empty stack/],
    ['recalls nothing', evil('h\x05.'), /memo 5 holds nothing/],
    ['ends too early', honest.subarray(0, 60), /truncated: \d+ bytes are needed|a line without an end/],
    ['has no stop', evil('}'), /truncated: 1 bytes are needed, 0 are there/],
    ['calls a tensor’s maker with words', evil('ctorch._utils\n_rebuild_tensor_v2\n(tR.'), /as torch never does/],
    ['has a name by protocol 0', evil("S'a'\n."), /opcode STRING, which is not on the list/],
    ['goes on after its end', Buffer.concat([honest, Buffer.from('more')]), /4 bytes after its end/],
    ['is of a future protocol', Buffer.of(0x80, 9, 0x2e), /protocol above 5/],
    [
      'names a storage of elsewhere',
      evil('(X\x07\0\0\0storagectorch\nFloatStorage\nX\x05\0\0\0../..X\x03\0\0\0cpuK\x01tQ.'),
      /names no storage of numbers/,
    ],
    ['has a tensor larger than its storage', sized(honest, 4, 9), /reaches beyond its 48 bytes of numbers/],
    ['is no dict', evil('K\x01.'), /holds no dict of tensors/],
  ])('that %s is refused and not run', async (_, pickle, message) => {
    const error = await failure(write('evil.pth', torchFile(one, pickle)))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('bundle.invalid')
  })

  it('of the older format is refused with a way out', async () => {
    const error = await failure(write('legacy.pth', honest))
    expect(error.message).toMatch(/before PyTorch 1\.6.*; load it with PyTorch and save it again/)
  })
})

describe('an array', () => {
  it.each([
    ['of objects', npy('|O', [2, 2], Buffer.alloc(32)), /holds values of type "\|O"/],
    ['cut short', npy('<f4', [2, 2], Buffer.alloc(12)), /has 12 bytes of data, its shape needs 16/],
    ['of terabytes', npy('<f4', [2 ** 30, 2 ** 20], Buffer.alloc(4)), /has more than 16777216 elements/],
    ['without a header', Buffer.from('plain text that is no array'), /is no array of numpy \(byte 0\)/],
    [
      'with code for a header',
      Buffer.concat([
        npy('<f4', [2, 2], Buffer.alloc(16)).subarray(0, 10),
        Buffer.from('__import__("os")'.padEnd(118)),
      ]),
      /has a header that is not numpy’s/,
    ],
  ])('%s is refused', async (_, array, message) => {
    expect((await failure(write('bad.npz', npz({ arr_0: array })))).message).toMatch(message)
  })

  it('of names that do not follow one another is refused', async () => {
    const other = npz({ arr_0: npy('<f4', [3, 4], Buffer.alloc(48)), arr_1: npy('<f4', [2, 7], Buffer.alloc(56)) })
    expect((await failure(write('chain.npz', other))).message).toMatch(/has 7 inputs behind a layer of 3 units/)
  })
})

describe('imported networks', () => {
  it('are the tickets of a study that can be compared, exported and imported', async () => {
    const home = temporaryFolder()
    const store = openStore(home, 'own')
    const paths = [join(folder, 'w0-epoch000'), join(folder, 'w1-epoch000')]
    const added = await importNetworks(store, paths, 'mlp')
    expect(added).toMatchObject({ name: 'mlp', format: 'liu-npz', tickets: 2, state: 'new' })
    expect(await importNetworks(store, paths, 'mlp')).toMatchObject({ study: added.study, state: 'known' })
    const [study] = store.studies.list()
    if (!study) throw new Error('no study')
    const report = await compareStudy({ store, emit: () => undefined, workers: 1, writable: true }, study, {})
    const expected = cases.find(
      ({ a, b, metric, alignment }) =>
        a === 'w0-epoch000' && b === 'w1-epoch000' && metric === 'nnstd-signed' && alignment === 'propagate',
    )
    const pair = report.pairs.find(({ metric }) => metric === 'nnstd-signed')
    Object.values(pair?.layers ?? {}).forEach((value, layer) =>
      expect(value).toBeCloseTo(expected?.layers[layer] ?? -1, 12),
    )
    const [first, second] = [join(folder, 'mlp.tickets'), join(folder, 'mlp-again.tickets')]
    await exportBundle(store, [selectStudy(store, study)], first)
    const other = { home: temporaryFolder(), store: openStore(temporaryFolder(), 'own'), datasets: [] }
    await importBundle(other, first)
    const [imported] = other.store.studies.list()
    if (!imported) throw new Error('no study')
    expect(imported.origin?.format).toBe('liu-npz')
    await exportBundle(other.store, [selectStudy(other.store, imported)], second)
    expect(readFileSync(second).equals(readFileSync(first))).toBe(true)
    store.close()
    other.store.close()
  })

  it('of two shapes are refused together', async () => {
    const store = openStore(temporaryFolder(), 'own')
    const paths = [join(folder, 'w0-epoch000'), join(folder, 'net.npz')]
    await expect(importNetworks(store, paths, undefined)).rejects.toThrow(
      /net\.npz: has layers 3×4, 2×3, unlike w0-epoch000/,
    )
    expect(store.studies.list()).toEqual([])
    store.close()
  })
})
