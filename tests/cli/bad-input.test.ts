import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'
import { run, runJson, start, startUnprivileged, temporaryFolder, tinySpec, until, writeSpec } from './command-line.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')

/** Root may read and write everything, unless it gives that right up. */
const unprivileged = process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status === 0
if (!unprivileged) process.stderr.write('skipped: unreadable files and homes (as root, without setpriv)\n')

/** One clear line on stderr, nothing on stdout. */
async function refused(args: string[], status: 1 | 2, ...words: (string | RegExp)[]): Promise<void> {
  const result = await run(...args)
  expect(result.status, result.stderr).toBe(status)
  expect(result.stdout).toBe('')
  const lines = result.stderr.trimEnd().split('\n')
  expect(lines, result.stderr).toHaveLength(1)
  for (const word of words) expect(lines[0]).toMatch(word)
}

describe('a study spec', () => {
  const cases: [string, unknown, RegExp[]][] = [
    ['no JSON', '{"version": 1,', [/bad\.json: not JSON/, /study new --out/]],
    ['unknown keys', { ...tinySpec, colour: 'red' }, [/bad\.json: .*colour/]],
    [
      'a rate of 1',
      { ...tinySpec, pruning: { rounds: 2, rates: { conv: 1, dense: 0.2, output: 0.1 } } },
      [/pruning\.rates\.conv/],
    ],
    [
      'a negative rate',
      { ...tinySpec, pruning: { rounds: 2, rates: { conv: -0.1, dense: 0.2, output: 0.1 } } },
      [/pruning\.rates\.conv/],
    ],
    ['another version', { ...tinySpec, version: 2 }, [/version/]],
    [
      'impossible layers',
      {
        ...tinySpec,
        network: {
          input: { height: 2, width: 2, channels: 3 },
          layers: [{ kind: 'pool' }, { kind: 'pool' }, { kind: 'output', classes: 10 }],
        },
      },
      [/layer 2 \(pool\): its input is only 1×1/],
    ],
    [
      'layers without an end',
      { ...tinySpec, network: { input: { height: 8, width: 8, channels: 3 }, layers: [{ kind: 'conv', filters: 4 }] } },
      [/layer 1 \(conv\): the output layer comes last/],
    ],
    [
      'more classes than outputs',
      {
        ...tinySpec,
        network: { input: { height: 8, width: 8, channels: 3 }, layers: [{ kind: 'output', classes: 3 }] },
      },
      [/fashion: 10 classes, but the network has 3 outputs/, /give its output layer at least 10 classes/],
    ],
    [
      'everything pruned away',
      { ...tinySpec, pruning: { rounds: 60, rates: { conv: 0.9, dense: 0.9, output: 0.9 } } },
      [/would lose all/],
    ],
    [
      'a dataset twice',
      { ...tinySpec, datasets: [{ name: 'digits' }, { name: 'digits' }] },
      [/"digits" is named twice/],
    ],
    [
      'more images than there are',
      { ...tinySpec, datasets: [{ name: 'digits', train: 5000 }] },
      [/digits has 1500 training/],
    ],
  ]
  it.each(cases)('with %s is refused: exit 2', async (_name, spec, words) => {
    await refused(['study', 'run', writeSpec(folder, spec, 'bad.json'), '--home', home], 2, ...words)
    expect(await runJson<unknown[]>('study', 'list', '--home', home)).toEqual([])
  })

  it('with an unknown dataset is refused: exit 1, and says how to add it', async () => {
    const spec = writeSpec(folder, { ...tinySpec, datasets: [{ name: 'cifar10' }] }, 'unknown.json')
    await refused(
      ['study', 'run', spec, '--home', home],
      1,
      /no dataset "cifar10"; there are fashion, digits/,
      /data add cifar10/,
    )
  })

  it('that is not there is refused: exit 1', async () => {
    await refused(['study', 'run', join(folder, 'nowhere.json'), '--home', home], 1, /nowhere\.json: no such spec file/)
  })
})

describe('data files', () => {
  const samples = join(packageRoot, 'resources', 'samples', 'digits')
  const broken = (name: string, spoil: (files: string) => void): string => {
    const target = join(folder, name)
    mkdirSync(target)
    for (const part of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'])
      writeFileSync(join(target, `${part}-ubyte.gz`), readFileSync(join(samples, `${part}-ubyte.gz`)))
    spoil(target)
    return target
  }
  const images = 'train-images-idx3-ubyte.gz'
  const cases: [string, () => string, RegExp[]][] = [
    ['missing', () => join(folder, 'no-such-folder'), [/no-such-folder/]],
    ['incomplete', () => broken('incomplete', (at) => rmSync(join(at, images))), [/incomplete/, /train/]],
    [
      'truncated',
      () =>
        broken('truncated', (at) =>
          writeFileSync(join(at, images), readFileSync(join(samples, images)).subarray(0, 5000)),
        ),
      [/train-images-idx3-ubyte\.gz/],
    ],
    [
      'of a wrong format',
      () => broken('wrong', (at) => writeFileSync(join(at, images), 'not images at all')),
      [/wrong/],
    ],
    [
      'of a wrong size',
      () =>
        broken('size', (at) =>
          writeFileSync(
            join(at, 'train-labels-idx1-ubyte.gz'),
            readFileSync(join(samples, 't10k-labels-idx1-ubyte.gz')),
          ),
        ),
      [/1500/, /297/],
    ],
    [
      'with a label out of range',
      () => {
        const at = join(folder, 'label')
        mkdirSync(at)
        const record = Buffer.alloc(3073, 1)
        for (const batch of [
          'data_batch_1',
          'data_batch_2',
          'data_batch_3',
          'data_batch_4',
          'data_batch_5',
          'test_batch',
        ])
          writeFileSync(
            join(at, `${batch}.bin`),
            Buffer.concat(
              Array.from({ length: 10 }, (_, label) => Buffer.concat([Buffer.of(label), record.subarray(1)])),
            ),
          )
        const bad = Buffer.from(record)
        bad[0] = 200
        writeFileSync(join(at, 'data_batch_3.bin'), bad)
        return at
      },
      [/data_batch_3\.bin/, /200/],
    ],
  ]
  it.each(cases)('%s are refused: exit 1, and nothing is left', async (_name, make, words) => {
    await refused(['data', 'add', 'mine', make(), '--home', home], 1, ...words)
    const sets = await runJson<{ name: string }[]>('data', 'list', '--home', home)
    expect(sets.map(({ name }) => name)).toEqual(['fashion', 'digits'])
  })

  it.skipIf(!unprivileged)('unreadable are refused: exit 1', async () => {
    const at = broken('locked', (path) => chmodSync(join(path, images), 0))
    const result = await startUnprivileged('data', 'add', 'mine', at, '--home', home).finished
    expect(result.status).toBe(1)
    expect(result.stdout).toBe('')
    expect(result.stderr).toMatch(/^error: .*train-images-idx3-ubyte\.gz.*permission.*\n$/)
  })

  it('go in, are shown, verified and removed when they are sound', async () => {
    const at = broken('sound', () => undefined)
    expect(await runJson('data', 'add', 'mine', at, '--home', home)).toMatchObject({
      name: 'mine',
      train: 1500,
      test: 297,
      height: 8,
    })
    await refused(['data', 'add', 'fashion', at, '--home', home], 1, /"fashion" with other content is there/)
    expect(await runJson('data', 'show', 'mine', '--home', home)).toMatchObject({ trainPerClass: Array(10).fill(150) })
    expect(await runJson('data', 'verify', '--home', home)).toHaveLength(3)
    expect(await runJson('data', 'remove', 'mine', '--home', home)).toEqual({ removed: 'mine' })
    await refused(['data', 'show', 'mine', '--home', home], 1, /no dataset "mine"/)
  })
})

describe('a home', () => {
  it('that cannot be written is refused: exit 1', async () => {
    await refused(
      ['study', 'run', writeSpec(folder), '--home', '/proc/nowhere'],
      1,
      /\/proc\/nowhere: cannot be written/,
      /--home/,
    )
  })

  it.skipIf(!unprivileged)('that may not be written is refused: exit 1', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o500 })
    const result = await startUnprivileged('study', 'run', writeSpec(folder), '--home', join(closed, 'home')).finished
    expect(result.status).toBe(1)
    expect(result.stderr).toMatch(/^error: .*closed\/home: cannot be written .*permission.*--home\n$/)
    const readable = await startUnprivileged('study', 'list', '--json', '--home', join(closed, 'home')).finished
    expect(readable.stdout).toBe('[]\n')
  })

  it('with a database from a newer version is left alone: exit 1', async () => {
    const future = join(folder, 'future')
    await run('study', 'delete', 'none', '--home', future)
    const database = new Database(join(future, 'ticketscope.sqlite'))
    database.pragma('user_version = 99')
    database.close()
    await refused(
      ['study', 'list', '--home', future],
      1,
      /ticketscope\.sqlite: written by a newer Ticketscope/,
      /update/,
    )
    await refused(['study', 'run', writeSpec(folder), '--home', future], 1, /written by a newer Ticketscope/, /update/)
    const after = new Database(join(future, 'ticketscope.sqlite'), { readonly: true })
    expect(after.pragma('user_version', { simple: true })).toBe(99)
    after.close()
  })

  it('in use by another process is refused, but can be looked at', async () => {
    const busy = join(folder, 'busy')
    const first = start('study', 'run', writeSpec(folder, { ...tinySpec, trials: 50 }), '--home', busy, '--json')
    await until(first, '"event":"epoch"')
    await refused(
      ['study', 'run', writeSpec(folder), '--home', busy],
      1,
      new RegExp(`${busy}: in use by another Ticketscope \\(process ${first.process.pid}`),
    )
    expect(await runJson('study', 'list', '--home', busy)).toMatchObject([{ name: 'tiny', status: 'running' }])
    expect((await run('study', 'pause', 'tiny', '--home', busy)).status).toBe(0)
    expect((await first.finished).status).toBe(130)
    expect(await runJson('study', 'list', '--home', busy)).toMatchObject([{ status: 'paused' }])
  })

  it('is not created by looking', async () => {
    const fresh = join(folder, 'fresh')
    expect(await runJson('study', 'list', '--home', fresh)).toEqual([])
    expect(existsSync(fresh)).toBe(false)
  })
})

describe('ids', () => {
  it('that fit nothing are refused: exit 1', async () => {
    await refused(['study', 'show', 'none', '--home', home], 1, /no study "none"/)
    await refused(['distance', 'none', 'none', '--home', home], 1, /none: neither a file nor a ticket's id/)
  })
})
