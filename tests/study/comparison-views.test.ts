import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLab, type Lab } from '../../src/main/lab/index.ts'
import type { DistanceReport, Ticket } from '../../src/shared/results.ts'
import { temporaryFolder, tinySpec } from '../cli/command-line.ts'

const home = temporaryFolder()
let lab: Lab
let study: string
let report: DistanceReport
let tickets: Ticket[]

beforeAll(async () => {
  lab = await openLab({ home, access: 'own' })
  const finished = new Promise<void>((resolve) => lab.onEvent(({ event }) => event === 'study.finished' && resolve()))
  study = (await lab.calls.runStudy({ spec: tinySpec })).id
  await finished
  report = await lab.calls.measureDistances({ study })
  tickets = await lab.calls.listTickets({ study })
})
afterAll(() => lab.close())

const of = (kind: Ticket['kind'], dataset: string): Ticket[] =>
  tickets.filter((ticket) => ticket.kind === kind && ticket.dataset === dataset)
const idAt = (list: readonly Ticket[], place: number): string => list[place]?.id ?? ''

describe('distances as columns', () => {
  it('are the pairs of the report, to the last bit', async () => {
    const columns = await lab.calls.readDistances({ study })
    const pairs = Array.from(columns.first, (first, pair) =>
      (['nnstd', 'nnstd-signed'] as const).map((metric) => {
        const at = (layer: number): number | undefined => columns.values[metric][layer * columns.first.length + pair]
        return {
          a: columns.tickets[first]?.id,
          b: columns.tickets[columns.second[pair] ?? 0]?.id,
          condition: columns.conditions[columns.condition[pair] ?? 0],
          metric,
          layers: Object.fromEntries(columns.layers.slice(1).map((name, layer) => [name, at(layer + 1)])),
          mean: at(0),
        }
      }),
    ).flat()
    expect(pairs).toEqual(report.pairs)
  })

  it('have the statistics of the report', async () => {
    expect(await lab.calls.testConditions({ study })).toEqual({ table: report.table, alpha: report.alpha })
  })

  it('follow alignment and signs', async () => {
    const choice = { alignment: 'none', signs: 'trained' } as const
    const columns = await lab.calls.readDistances({ study, ...choice })
    const { pairs } = await lab.calls.measureDistances({ study, ...choice })
    expect(columns).toMatchObject(choice)
    expect([...columns.values.nnstd.subarray(0, columns.first.length)]).toEqual(
      pairs.filter(({ metric }) => metric === 'nnstd').map(({ mean }) => mean),
    )
  })
})

describe('the ticket matrix', () => {
  it('has every distance twice, none between tickets of the same initial weights, and an order', async () => {
    const matrix = await lab.calls.readTicketMatrix({ study, metric: 'nnstd-signed', layer: 'conv1' })
    const size = matrix.tickets.length
    expect(size).toBe(12)
    const place = new Map(matrix.tickets.map(({ id }, index) => [id, index]))
    for (const { a, b, layers } of report.pairs.filter(({ metric }) => metric === 'nnstd-signed')) {
      const [row = 0, column = 0] = [place.get(a), place.get(b)]
      expect(matrix.values[row * size + column]).toBe(layers['conv1'])
      expect(matrix.values[column * size + row]).toBe(layers['conv1'])
    }
    expect([...matrix.values].filter(Number.isNaN)).toHaveLength(12 + 12) // the diagonal, and six pairs of twins
    expect([...matrix.order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, ticket) => ticket))
    expect(matrix.merges).toHaveLength(size - 1)
  })

  it('refuses a layer that is not there', async () => {
    const outcome = await lab.call('readTicketMatrix', { study, metric: 'nnstd', layer: 'conv9' })
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'usage', message: expect.stringContaining('conv1') as string },
    })
  })
})

describe('a matched pair', () => {
  it.each(['propagate', 'none'] as const)('has the distances of the report, alignment %s', async (alignment) => {
    const { pairs } = await lab.calls.measureDistances({ study, alignment })
    for (const { a, b, metric, layers, mean } of pairs.filter((_, index) => index % 7 === 0)) {
      const match = await lab.calls.matchPair({ first: a, second: b, metric, alignment })
      expect(Object.fromEntries(match.layers.map(({ name, distance }) => [name, distance]))).toEqual(layers)
      expect(match.mean).toBeCloseTo(mean, 14)
    }
  })

  it('counts every kept place of both tickets', async () => {
    const [a, b] = of('winning', 'fashion')
    const match = await lab.calls.matchPair({ first: a?.id ?? '', second: b?.id ?? '', metric: 'nnstd-signed' })
    const sum = (counts: Int32Array): number => counts.reduce((total, count) => total + count, 0)
    match.layers.forEach(({ shared, flipped, onlyFirst, onlySecond, assignment, units }, index) => {
      expect(sum(shared) + sum(flipped) + sum(onlyFirst)).toBe(a?.layers[index]?.kept)
      expect(sum(shared) + sum(flipped) + sum(onlySecond)).toBe(b?.layers[index]?.kept)
      expect([...assignment].sort((x, y) => x - y)).toEqual(Array.from({ length: units }, (_, unit) => unit))
    })
  })

  it('shows the matched filters, channels as compared', async () => {
    const [a, b] = of('winning', 'digits').map(({ id }) => id)
    if (a === undefined || b === undefined) throw new Error('tickets are missing')
    const { layers } = await lab.calls.matchPair({ first: a, second: b, metric: 'nnstd-signed' })
    const kernels = await lab.calls.readKernels({ tickets: [a, b], layer: 'conv2' })
    const [conv1, conv2] = layers
    const perFilter = kernels.channels * 9
    const sheet = kernels.filters * perFilter
    expect(conv2?.filters?.first).toEqual(kernels.signs.slice(0, sheet))
    conv2?.assignment.forEach((other, unit) => {
      conv1?.assignment.forEach((from, channel) => {
        const place = unit * perFilter + channel * 9
        const source = sheet + other * perFilter + from * 9
        expect(conv2.filters?.second.slice(place, place + 9)).toEqual(kernels.signs.slice(source, source + 9))
      })
    })
    expect(layers.filter(({ filters }) => filters !== null).map(({ name }) => name)).toEqual(['conv1', 'conv2'])
  })

  it('is refused for a ticket that is not there', async () => {
    const outcome = await lab.call('matchPair', { first: 'nobody', second: idAt(tickets, 0), metric: 'nnstd' })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'ticket.unknown' } })
  })
})

describe('kernels', () => {
  it('have the signs that their ticket is said to have', async () => {
    const { signs, filters, channels } = await lab.calls.readKernels({
      tickets: tickets.map(({ id }) => id),
      layer: 'conv1',
    })
    const size = filters * channels * 9
    tickets.forEach(({ layers }, index) => {
      const own = signs.slice(index * size, (index + 1) * size)
      expect(own.filter((sign) => sign === 1)).toHaveLength(layers[0]?.positive ?? -1)
      expect(own.filter((sign) => sign === -1)).toHaveLength(layers[0]?.negative ?? -1)
    })
  })

  it('grow over the rounds: from all places to the final ones, none comes back', async () => {
    const id = idAt(of('winning', 'fashion'), 1)
    const rounds = await Promise.all(
      [0, 1, 2, 3].map((round) => lab.calls.readKernels({ tickets: [id], layer: 'conv1', round })),
    )
    expect(rounds[0]?.signs.every((sign) => sign !== 0)).toBe(true)
    expect(rounds.map((kernels) => kernels.tickets[0]?.round)).toEqual([0, 1, 2, 3])
    for (const round of [1, 2, 3]) {
      rounds[round]?.signs.forEach((sign, place) => {
        if (sign !== 0) expect(rounds[round - 1]?.signs[place]).toBe(sign)
      })
    }
    expect(rounds[3]?.signs).toEqual((await lab.calls.readKernels({ tickets: [id], layer: 'conv1' })).signs)
  })

  it('are refused for a round that a random ticket never had, and for a layer without kernels', async () => {
    const id = idAt(of('random', 'fashion'), 0)
    expect(await lab.call('readKernels', { tickets: [id], layer: 'conv1', round: 1 })).toMatchObject({
      ok: false,
      error: { code: 'ticket.unknown' },
    })
    expect(await lab.call('readKernels', { tickets: [id], layer: 'dense1' })).toMatchObject({
      ok: false,
      error: { code: 'usage' },
    })
  })
})

describe('patterns of any tickets', () => {
  it('are those of the named group with the same tickets, enrichment beside them', async () => {
    const same = of('winning', 'digits').map(({ id }) => id)
    const groups = ['winning digits', { name: 'mine', tickets: same }]
    const found = await lab.calls.findPatterns({ study, layer: 'conv2', groups })
    expect(found.groups['mine']).toEqual(found.groups['winning digits'])
    expect(found.tickets).toEqual({ 'winning digits': 3, mine: 3 })
    const patterns = Object.values(found.groups['mine']?.frequentPatterns ?? {}).flat()
    expect(found.enrichment['mine']?.map(({ pattern, count }) => ({ pattern, count }))).toEqual(patterns)
    expect((await lab.calls.findPatterns({ study })).enrichment).not.toHaveProperty('random')
  })

  it('are counted beside the lab’s other work, each group once', async () => {
    const answered: string[] = []
    const asked = { study, layer: 'conv1', groups: ['random', { name: 'one', tickets: [idAt(tickets, 0)] }] }
    const counting = lab.calls.findPatterns(asked).finally(() => answered.push('patterns'))
    await lab.calls.listTickets({ study }).finally(() => answered.push('tickets'))
    const first = await counting
    expect(answered).toEqual(['tickets', 'patterns'])

    const more = { name: 'two', tickets: [idAt(tickets, 0), idAt(tickets, 1)] }
    const second = await lab.calls.findPatterns({ ...asked, groups: [...asked.groups, more] })
    expect(second.groups['random']).toBe(first.groups['random'])
    expect(second.enrichment['one']).toBe(first.enrichment['one'])
    expect(second.groups['two']?.kernels).toBe(2 * (first.groups['one']?.kernels ?? 0))
    const elsewhere = await lab.calls.findPatterns({ ...asked, layer: 'conv2' })
    expect(elsewhere.groups['random']?.kernels).not.toBe(first.groups['random']?.kernels)
  })

  it('are refused for unknown groups and tickets', async () => {
    const unknown = await lab.call('findPatterns', { study, groups: ['winning nothing'] })
    expect(unknown).toMatchObject({ ok: false, error: { code: 'usage' } })
    const stranger = await lab.call('findPatterns', { study, groups: [{ name: 'x', tickets: ['t0'] }] })
    expect(stranger).toMatchObject({ ok: false, error: { code: 'ticket.unknown' } })
  })
})
