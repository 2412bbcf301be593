import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLab, type Lab } from '../../src/main/lab/index.ts'
import { LabError } from '../../src/shared/errors.ts'
import type { TransferEvent } from '../../src/shared/transfers.ts'
import { floats, npy, npz, writeLiu } from './foreign-files.ts'
import { makeHome, temporaryFolder } from './tiny-study.ts'

const { home, store } = await makeHome()
store.close()
const folder = temporaryFolder()
const lab = await openLab({ home, access: 'own' })
const other = await openLab({ home: temporaryFolder(), access: 'own' })
afterAll(async () => {
  await lab.close()
  await other.close()
})
const [study] = await lab.calls.listStudies({})
const bundle = join(folder, 'whole.tickets')
const events = collect(lab)
await lab.calls.exportBundle({ items: [study?.id ?? ''], path: bundle, allRounds: true })

function collect(from: Lab): TransferEvent[] {
  const list: TransferEvent[] = []
  from.onEvent((event) => {
    if (event.event === 'transfer.progress') list.push(event)
  })
  return list
}

/** Stops a transfer as soon as it says how far it is. */
async function stopAtOnce(from: Lab, path: string, transfer: () => Promise<unknown>, phase = ''): Promise<unknown> {
  const ignore = from.onEvent((event) => {
    if (event.event === 'transfer.progress' && event.path === path && event.phase.includes(phase))
      void from.calls.cancelTransfer({ path })
  })
  return transfer().then(
    () => null,
    (thrown: unknown) => {
      ignore()
      return thrown instanceof LabError ? thrown.code : thrown
    },
  )
}

describe('a transfer', () => {
  it('says how far it is, by its path', () => {
    expect(events.at(-1)).toMatchObject({ path: bundle, phase: 'write', done: events.at(-1)?.total })
    expect(events.every(({ path }) => path === bundle)).toBe(true)
  })

  it('that is stopped leaves nothing: an export', async () => {
    const out = join(folder, 'out')
    mkdirSync(out)
    const path = join(out, 'stopped.tickets')
    const items = [study?.id ?? '']
    expect(await stopAtOnce(lab, path, () => lab.calls.exportBundle({ items, path }))).toBe('interrupted')
    const dense = join(out, 'dense')
    expect(await stopAtOnce(lab, dense, () => lab.calls.exportBundle({ items, path: dense, dense: true }))).toBe(
      'interrupted',
    )
    expect(readdirSync(out)).toEqual([])
  })

  it('that is stopped leaves nothing: an import, which works afterwards', async () => {
    const importing = () => other.calls.importBundle({ path: bundle })
    expect(await stopAtOnce(other, bundle, importing)).toBe('interrupted')
    expect(await other.calls.listStudies({})).toEqual([])
    expect(readdirSync(join(other.home, 'staging'))).toEqual([])
    expect(await importing()).toMatchObject({ studies: [{ state: 'new' }] })
  })

  it('that is stopped leaves nothing: a report', async () => {
    const report = join(folder, 'report')
    const writing = () => lab.calls.writeReport({ study: study?.id ?? '', folder: report })
    expect(await stopAtOnce(lab, report, writing, 'write')).toBe('interrupted')
    expect(existsSync(report)).toBe(false)
  })

  it('is one at a time for a path', async () => {
    const path = join(folder, 'twice.tickets')
    const items = [study?.id ?? '']
    const first = lab.calls.exportBundle({ items, path })
    await expect(lab.calls.exportBundle({ items, path })).rejects.toThrow(/being read or written already; wait/)
    expect(await first).toMatchObject({ studies: 1 })
  })
})

describe('a file', () => {
  it('is recognised by its name, or by a look inside', async () => {
    const liu = writeLiu(join(folder, 'liu'), [{ inputs: 2, units: 1, positive: [[0]], negative: [[1]] }])
    const images = join(folder, 'images')
    mkdirSync(join(images, 'cats'), { recursive: true })
    const run = join(folder, 'run')
    mkdirSync(join(run, 'level_3', 'main'), { recursive: true })
    const array = npy('<f4', [1, 2], floats([0, 1]))
    const weights = join(folder, 'weights.npz')
    writeFileSync(weights, npz({ arr_0: array }))
    const keras = join(folder, 'keras.npz')
    writeFileSync(keras, npz({ x_train: array, y_train: array, x_test: array, y_test: array }))
    const kinds = [bundle, liu, run, weights, keras, images].map((path) => lab.calls.recogniseFile({ path }))
    expect(await Promise.all(kinds)).toEqual(['bundle', 'networks', 'networks', 'networks', 'dataset', 'dataset'])
  })

  it('of another program is looked at before it becomes tickets, and known afterwards', async () => {
    const layers = [
      { inputs: 4, units: 2, positive: [[0], [1, 2]], negative: [[3], []] },
      { inputs: 2, units: 2, positive: [[0], []], negative: [[1], [0]] },
    ]
    const paths = [writeLiu(join(folder, 'theirs'), layers)]
    const preview = await other.calls.previewNetworks({ paths })
    expect(preview).toMatchObject({ format: 'liu-npz', name: 'theirs', state: 'new', here: null })
    expect(preview.files.map(({ layers: list }) => list.map(({ kept }) => kept))).toEqual([[4, 3]])
    const before = await other.calls.listStudies({})
    const added = await other.calls.importNetworks({ paths })
    expect(before.some(({ id }) => id === added.study)).toBe(false)
    expect(await other.calls.previewNetworks({ paths })).toMatchObject({ state: 'known', here: added.study })
  })

  it.runIf(process.platform !== 'win32')('that is a pipe is refused at once', async () => {
    const pipe = join(folder, 'pipe.tickets')
    execFileSync('mkfifo', [pipe])
    await expect(lab.calls.previewBundle({ path: pipe })).rejects.toThrow(
      /pipe\.tickets: is neither a file nor a folder/,
    )
  })
})
