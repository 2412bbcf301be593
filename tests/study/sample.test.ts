import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DistanceReport, PatternReport, StudySummary, Ticket } from '../../src/shared/results.ts'
import { presets } from '../../src/shared/spec.ts'
import { runJson, succeed, temporaryFolder, type Finished } from '../cli/command-line.ts'

// The whole sample study once, through the built command line; every test below looks at what it left.

const home = temporaryFolder()
const spec = presets.sample
const datasets = spec.datasets.map(({ name }) => name)
const layerNames = ['conv1', 'conv2', 'dense1', 'dense2', 'output']
const conditions = ['winning fashion', 'winning digits', 'mixed fashion', 'mixed digits', 'random']
conditions.push('between fashion digits')

/** Keys that cli.md promises, in its order. */
const promised = {
  events: {
    'study.started': ['event', 'study', 'name', 'engine', 'device', 'reason'],
    notice: ['event', 'study', 'at', 'message'],
    epoch: ['event', 'dataset', 'trial', 'round', 'epoch', 'loss', 'accuracy', 'imagesPerSecond'],
    round: ['event', 'dataset', 'trial', 'round', 'kept'],
    ticket: ['event', 'ticket', 'kind', 'dataset', 'trial', 'accuracy'],
    'study.finished': ['event', 'study', 'status', 'seconds'],
  },
  study: ['id', 'name', 'status', 'createdAt', 'tickets', 'progress'],
  ticket: ['id', 'sha256', 'kind', 'dataset', 'trial', 'round', 'accuracy', 'layers', 'checks'],
  layer: ['name', 'shape', 'total', 'kept', 'positive', 'negative'],
  pair: ['a', 'b', 'condition', 'metric', 'layers', 'mean'],
  row: ['metric', 'layer', 'condition', 'n', 'mean', 'sd', 'meanDifference', 't', 'df', 'p', 'pHolm', 'pPermutation'],
}
promised.row.push('cohensD', 'effect')

type Event = Record<string, unknown> & { event: keyof typeof promised.events }

let result: Finished
let seconds = 0
let events: Event[] = []
let tickets: Ticket[] = []
let report: DistanceReport
let patterns: PatternReport

beforeAll(async () => {
  const started = performance.now()
  result = await succeed('study', 'run', 'sample', '--home', home, '--json')
  seconds = (performance.now() - started) / 1000
  events = result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
  tickets = await runJson('tickets', 'sample', '--home', home)
  report = await runJson('distances', 'sample', '--home', home)
  patterns = await runJson('patterns', 'sample', '--home', home)
})

/** The promised keys are there in their order; others may stand between them. */
function expectKeys(value: object, keys: readonly string[]): void {
  expect(Object.keys(value).filter((key) => keys.includes(key))).toEqual(keys)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const ofKind = (kind: Ticket['kind'], dataset?: string): Ticket[] =>
  tickets.filter((ticket) => ticket.kind === kind && (dataset === undefined || ticket.dataset === dataset))

describe('study run sample', () => {
  it('ends within 150 s', () => {
    expect(seconds).toBeLessThan(150)
  })

  it('tells its events with the promised keys, the last one last', () => {
    for (const event of events) expectKeys(event, promised.events[event.event])
    const count = (name: Event['event']) => events.filter(({ event }) => event === name).length
    const trials = spec.trials * datasets.length
    expect(events[0]?.event).toBe('study.started')
    expect(events.at(-1)).toMatchObject({ event: 'study.finished', status: 'finished' })
    expect(count('study.started')).toBe(1)
    expect(count('study.finished')).toBe(1)
    expect(count('epoch')).toBe(trials * (spec.pruning.rounds + 2) * spec.training.epochs)
    expect(count('round')).toBe(trials * spec.pruning.rounds)
    expect(count('ticket')).toBe(trials * 2)
  })

  it('tells each trial in order: epochs, then its round; both tickets at the end', () => {
    for (const dataset of datasets)
      for (let trial = 1; trial <= spec.trials; trial++) {
        const told = events.filter((event) => event['dataset'] === dataset && event['trial'] === trial)
        const epochs = Array.from({ length: spec.training.epochs }, (_, epoch) => `epoch ${epoch + 1}`)
        const rounds = Array.from({ length: spec.pruning.rounds }, (_, round) => [...epochs, `round ${round + 1}`])
        expect(
          told.map(({ event, ...rest }) => `${event} ${String(rest[event === 'ticket' ? 'kind' : event])}`),
        ).toEqual([...rounds.flat(), ...epochs, 'ticket winning', ...epochs, 'ticket random'])
      }
  })

  it('says the cost on stderr before it starts', () => {
    expect(result.stderr).toMatch(/^sample: 648,000 images to train on, about .* of disk and .* of memory$/m)
  })
})

describe('study list', () => {
  it('has the study, finished', async () => {
    const studies = await runJson<StudySummary[]>('study', 'list', '--home', home)
    expect(studies).toHaveLength(1)
    for (const study of studies) expectKeys(study, promised.study)
    expect(studies).toMatchObject([{ name: 'sample', status: 'finished', tickets: 24, progress: 1 }])
    expect(new Date(studies[0]?.createdAt ?? '').getTime()).toBeGreaterThan(Date.now() - 600_000)
  })
})

describe('tickets', () => {
  it('are a winning and a random one of each of at least 6 trials, of at least 5 rounds', () => {
    for (const dataset of datasets)
      for (const kind of ['winning', 'random'] as const) {
        const trials = ofKind(kind, dataset).map(({ trial }) => trial)
        expect(trials.length).toBeGreaterThanOrEqual(6)
        expect(trials).toEqual(trials.map((_, index) => index + 1))
      }
    for (const ticket of tickets) expect(ticket.round).toBeGreaterThanOrEqual(5)
  })

  it('have the promised keys, and passed every check', () => {
    const checks = ['survivorsEqualInitial', 'masksNested', 'prunedWeightsZero', 'keptCountsAsPlanned']
    checks.push('negativeWeightsMoved')
    for (const ticket of tickets) {
      expectKeys(ticket, promised.ticket)
      for (const layer of ticket.layers) expectKeys(layer, promised.layer)
      // a random mask has no round before it to be nested in
      const expected = checks.filter((name) => ticket.kind === 'winning' || name !== 'masksNested')
      expect(Object.keys(ticket.checks).toSorted()).toEqual(expected.toSorted())
      expect(Object.values(ticket.checks), `checks of ${ticket.id}`).toEqual(expected.map(() => true))
    }
  })

  it('of every round passed their checks', async () => {
    for (let round = 0; round < spec.pruning.rounds; round++) {
      const found = await runJson<Ticket[]>('tickets', 'sample', '--round', String(round), '--home', home)
      expect(found).toHaveLength(spec.trials * datasets.length)
      for (const ticket of found) expect(Object.values(ticket.checks)).not.toContain(false)
    }
  })

  it('add up, keep as many weights as the rule says, and a twin as many as its winning ticket', () => {
    for (const ticket of tickets) {
      expect(ticket.layers.map(({ name }) => name)).toEqual(layerNames)
      for (const { kept, positive, negative } of ticket.layers) expect(positive + negative).toBe(kept)
      const kept = ticket.layers.map(({ name, total }) => {
        const rate =
          spec.pruning.rates[name.startsWith('conv') ? 'conv' : name.startsWith('dense') ? 'dense' : 'output']
        let alive = total
        for (let round = 0; round < spec.pruning.rounds; round++) alive -= Math.floor(rate * alive + 0.5)
        return alive
      })
      expect(ticket.layers.map((layer) => layer.kept)).toEqual(kept)
    }
    expect(new Set(tickets.map(({ sha256 }) => sha256)).size).toBe(tickets.length)
  })

  it('that win reach a higher test accuracy than their random twins, on average', () => {
    for (const dataset of datasets) {
      const accuracy = (kind: Ticket['kind']) => mean(ofKind(kind, dataset).map((ticket) => ticket.accuracy ?? NaN))
      expect(accuracy('winning'), dataset).toBeGreaterThan(accuracy('random'))
    }
  })

  it('have the accuracy that their event told', () => {
    const told = events.filter(({ event }) => event === 'ticket')
    expect(new Map(told.map((event) => [event['ticket'], event['accuracy']]))).toEqual(
      new Map(tickets.map(({ id, accuracy }) => [id, accuracy])),
    )
  })
})

describe('distances', () => {
  it('have the promised keys; undefined numbers are null', () => {
    for (const pair of report.pairs) {
      expectKeys(pair, promised.pair)
      expect(Object.keys(pair.layers)).toEqual(layerNames)
      expect(pair.mean).toBeCloseTo(mean(Object.values(pair.layers)), 12)
    }
    for (const row of report.table) expectKeys(row, promised.row)
    for (const row of report.table.filter(({ condition }) => condition === 'random'))
      expect(row).toMatchObject({ meanDifference: null, t: null, df: null, p: null, pHolm: null, cohensD: null })
    for (const row of report.table.filter(({ condition }) => condition !== 'random'))
      for (const [key, value] of Object.entries(row))
        expect(value, `${row.condition} ${row.layer} ${key}`).not.toBeNull()
  })

  it('compare every pair of different initial weights, in the conditions of methods.md', () => {
    const n = spec.trials
    const counts = [(n * (n - 1)) / 2, (n * (n - 1)) / 2, n * (n - 1), n * (n - 1), n * (2 * n - 1), n * n]
    const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
    for (const metric of ['nnstd', 'nnstd-signed']) {
      const found = report.pairs.filter((pair) => pair.metric === metric)
      expect(conditions.map((name) => found.filter(({ condition }) => condition === name).length)).toEqual(counts)
      expect(found.every(({ condition }) => conditions.includes(condition))).toBe(true)
    }
    for (const { a, b } of report.pairs) {
      const [first, second] = [byId.get(a), byId.get(b)]
      expect([first?.dataset, first?.trial]).not.toEqual([second?.dataset, second?.trial])
    }
  })

  it('have a table whose numbers follow from the pairs', () => {
    expect(report.table).toHaveLength(2 * (1 + layerNames.length) * conditions.length)
    for (const row of report.table) {
      const values = report.pairs
        .filter(({ metric, condition }) => metric === row.metric && condition === row.condition)
        .map((pair) => (row.layer === 'overall' ? pair.mean : (pair.layers[row.layer] ?? NaN)))
      expect(row.n).toBe(values.length)
      expect(row.mean).toBeCloseTo(mean(values), 10)
      const squares = values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0)
      expect(row.sd).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 10)
    }
  })

  it('by NNSTD± put every winning condition below random, d < −0.5', () => {
    const rows = report.table.filter(
      ({ metric, layer, condition }) =>
        metric === 'nnstd-signed' && layer === 'overall' && condition.startsWith('winning '),
    )
    expect(rows.map(({ condition }) => condition)).toEqual(['winning fashion', 'winning digits'])
    for (const { condition, cohensD } of rows) expect(cohensD, condition).toBeLessThan(-0.5)
  })

  it('are the same when asked again, and one metric alone is its half', async () => {
    expect(await runJson('distances', 'sample', '--home', home)).toEqual(report)
    const half = await runJson<DistanceReport>('distances', 'sample', '--metric', 'nnstd-signed', '--home', home)
    const signed = ({ metric }: { metric: string }) => metric === 'nnstd-signed'
    expect(half).toEqual({ pairs: report.pairs.filter(signed), table: report.table.filter(signed) })
    expect(half.table.length).toBe(report.table.length / 2)
  })
})

describe('patterns', () => {
  const reference = new URL('../../../shared/reference/patterns/conv1.json', import.meta.url)
  const { groups } = JSON.parse(readFileSync(reference, 'utf8')) as { groups: Record<string, object> }
  const fields = Object.keys(groups['winning'] ?? {}).filter((key) => key !== 'signs')

  it('have the promised groups and fields', () => {
    expect(patterns.layer).toBe('conv1')
    expect(Object.keys(patterns.groups)).toEqual(['random', 'winning fashion', 'winning digits'])
    for (const group of Object.values(patterns.groups)) expectKeys(group, fields)
  })

  it('agree with the counts of the tickets', () => {
    for (const [name, group] of Object.entries(patterns.groups)) {
      const members = name === 'random' ? ofKind('random') : ofKind('winning', name.replace('winning ', ''))
      const total = (key: 'kept' | 'positive' | 'negative') =>
        members.reduce((sum, { layers }) => sum + (layers[0]?.[key] ?? NaN), 0)
      expect(group.positive).toBe(total('positive'))
      expect(group.negative).toBe(total('negative'))
      expect(group.signRatio).toBeCloseTo(total('positive') / total('negative'), 12)
      expect(group.kernels).toBe(members.length * 16 * 3)
      const perPosition = group.weightsPerPosition.counts.flat(2).reduce((sum, count) => sum + count, 0)
      const perKernel = group.kernelsByKeptWeights.reduce((sum, kernels, kept) => sum + kernels * kept, 0)
      expect(perPosition).toBe(total('kept'))
      expect(perKernel).toBe(total('kept'))
    }
  })

  it('show more positive weights in winning tickets alone', () => {
    expect(patterns.groups['winning fashion']?.signRatio).toBeGreaterThan(1.3)
    expect(patterns.groups['winning digits']?.signRatio).toBeGreaterThan(1.3)
    expect(patterns.groups['random']?.signRatio).toBeGreaterThan(0.85)
    expect(patterns.groups['random']?.signRatio).toBeLessThan(1.18)
  })
})
