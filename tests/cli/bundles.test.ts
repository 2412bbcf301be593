import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BundleExport, BundleImport, BundlePreview, BundleVerification } from '../../src/shared/bundles.ts'
import type { DistanceReport, NetworkComparison, StudySummary, Ticket } from '../../src/shared/results.ts'
import { run, runJson, temporaryFolder, tinySpec, writeSpec } from './command-line.ts'

const folder = temporaryFolder()
const [home, other] = [join(folder, 'home'), join(folder, 'other')]
const bundle = join(folder, 'tiny.tickets')
const at = (place: string, ...args: string[]): string[] => ['--home', place, ...args]

beforeAll(async () => {
  const spec = writeSpec(folder, { ...tinySpec, trials: 2 })
  const { status, stderr } = await run(...at(home, 'study', 'run', spec))
  if (status !== 0) throw new Error(stderr)
  await runJson<BundleExport>(...at(home, 'export', 'tiny', '--out', bundle))
})

describe('a bundle', () => {
  it('travels to another home, and has the same bytes when it comes from there', async () => {
    const preview = await runJson<BundlePreview>(...at(other, 'import', bundle, '--preview'))
    expect(preview.studies).toMatchObject([{ name: 'tiny', tickets: 8, newTickets: 8, state: 'new', seed: 7 }])
    expect(existsSync(other)).toBe(false) // a preview writes nothing
    const imported = await runJson<BundleImport>(...at(other, 'import', bundle))
    expect(imported.studies).toMatchObject([{ state: 'new', newTickets: 8 }])
    const again = join(folder, 'again.tickets')
    await runJson(...at(other, 'export', 'tiny', '--out', again))
    expect(readFileSync(again).equals(readFileSync(bundle))).toBe(true)
  })

  it('brings a study like an own one: list, tickets, distances, patterns', async () => {
    const [study] = await runJson<StudySummary[]>(...at(other, 'study', 'list'))
    expect(study).toMatchObject({ name: 'tiny', status: 'finished', tickets: 8, progress: 1 })
    for (const command of ['tickets', 'distances', 'patterns'])
      expect(await runJson(...at(other, command, 'tiny'))).toEqual(await runJson(...at(home, command, 'tiny')))
    const resumed = await run(...at(other, 'study', 'resume', 'tiny'))
    expect(resumed.stderr).toMatch(/is finished; there is nothing to resume/)
  })

  it('is verified against the study, and against one that was run from its spec', async () => {
    const spec = join(folder, 'from-bundle.json')
    const third = join(folder, 'third')
    await runJson(...at(third, 'bundle', 'spec', bundle, '--out', spec))
    expect((await run(...at(third, 'study', 'run', spec, '--workers', '1'))).status).toBe(0)
    const { studies } = await runJson<BundleVerification>(...at(third, 'bundle', 'verify', bundle))
    expect(studies).toMatchObject([{ tickets: 8, fromSeed: 8, keptAsPlanned: 8 }])
    expect(studies[0]?.comparisons[0]?.tickets.map(({ state }) => state)).toEqual(Array(8).fill('same'))
    const { stdout } = await run(...at(third, 'bundle', 'verify', bundle))
    expect(stdout).toContain('the same tickets, bit for bit')
  })

  it('holds single tickets too', async () => {
    const [ticket] = await runJson<Ticket[]>(...at(home, 'tickets', 'tiny'))
    const path = join(folder, 'one.tickets')
    const written = await runJson<BundleExport>(...at(home, 'export', ticket?.id ?? '', '--out', path))
    expect(written).toMatchObject({ tickets: 1, studies: 1 })
    expect(await runJson(...at(other, 'import', path, '--preview'))).toMatchObject({ studies: [{ state: 'known' }] })
  })
})

describe('dense weights', () => {
  it('are the ticket, for programs that read safetensors', async () => {
    const [ticket] = await runJson<Ticket[]>(...at(home, 'tickets', 'tiny'))
    const path = join(folder, 'dense.safetensors')
    await runJson(...at(home, 'export', ticket?.id ?? '', '--dense', '--out', path))
    const distance = await runJson<NetworkComparison>(...at(home, 'distance', path, ticket?.id ?? ''))
    expect(distance['nnstd-signed'].mean).toBe(0)
    const two = join(folder, 'two')
    expect(await runJson(...at(home, 'import', path, '--name', 'theirs'))).toMatchObject({
      format: 'safetensors',
      tickets: 1,
    })
    await runJson(...at(home, 'export', 'tiny', '--dense', '--weights', 'trained', '--out', two))
    expect(existsSync(join(two, `${ticket?.id ?? ''}.safetensors`))).toBe(true)
  })
})

describe('the report', () => {
  it('has the same bytes from the own and from the imported study', async () => {
    const [first, second] = [join(folder, 'report-own'), join(folder, 'report-imported')]
    const { files } = await runJson<{ files: string[] }>(...at(home, 'report', 'tiny', '--out', first))
    await runJson(...at(other, 'report', 'tiny', '--out', second))
    expect(files.length).toBeGreaterThan(70)
    for (const file of files)
      expect(readFileSync(join(second, file)).equals(readFileSync(join(first, file))), file).toBe(true)
    const { table } = await runJson<DistanceReport>(...at(home, 'distances', 'tiny'))
    const rows = readFileSync(join(first, 'tables', 'table-1.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
    expect(rows.map((row) => Number(row.split(',')[4]))).toEqual(
      table.filter(({ layer }) => layer === 'overall').map(({ mean }) => mean),
    )
  })
})

describe('wrong usage', () => {
  it.each([
    [['import', join(folder, 'nowhere.tickets')], /nowhere\.tickets: no such file or directory; check the path/],
    [['import', join(folder, 'spec.json')], /spec\.json: is of no known kind; give a \.tickets/],
    [['export', 'nothing', '--out', join(folder, 'x.tickets')], /no study "nothing"/],
    [
      ['export', 'tiny', '--out', join(folder, 'no', 'such', 'folder.tickets')],
      /no such file or directory; check the path/,
    ],
    [['bundle', 'verify', join(folder, 'spec.json')], /spec\.json: is no zip archive.*; give a \.tickets file/],
    [['report', 'nothing', '--out', join(folder, 'x')], /no study "nothing"/],
  ])('%j: one line, exit 1', async (args, words) => {
    const { status, stdout, stderr } = await run(...at(home, ...args))
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(words)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('a damaged bundle imports nothing', async () => {
    const damaged = join(folder, 'damaged.tickets')
    const bytes = readFileSync(bundle)
    bytes[2000] = (bytes[2000] ?? 0) ^ 1
    writeFileSync(damaged, bytes)
    const empty = join(folder, 'empty')
    const { status, stdout } = await run(...at(empty, 'import', damaged, '--json'))
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bundle.invalid' } })
    expect(await runJson(...at(empty, 'study', 'list'))).toEqual([])
  })
})
