import { describe, expect, it } from 'vitest'
import type { BundleStudy } from '../../../src/shared/bundles.ts'
import { presets, studySpecSchema } from '../../../src/shared/spec.ts'
import {
  describeConflict,
  describeDataset,
  describeState,
  listFacts,
} from '../../../src/renderer/features/bundles/describe-study.ts'
import { chooseTarget } from '../../../src/renderer/features/bundles/subject.ts'

const spec = studySpecSchema.parse(presets.sample)
const study: BundleStudy = {
  id: '0123456789',
  name: 'sample',
  format: 'ticketscope',
  createdAt: '2026-01-02T03:04:05.678Z',
  engine: 'wasm',
  device: 'a processor',
  software: { ticketscope: '0.1.0', node: '24.0.0' },
  seed: 5,
  datasets: [{ name: 'digits', sha256: 'ab', here: 'different' }],
  tickets: 1200,
  rounds: [5, spec.pruning.rounds],
  newTickets: 7,
  state: 'completes',
  here: 'abcdefabcd',
  spec,
  conflicts: [],
}

describe('a study of a bundle', () => {
  it('is described by where it comes from', () => {
    const facts = Object.fromEntries(listFacts(study).map(({ name, value }) => [name, value]))
    expect(facts).toMatchObject({
      Tickets: `1\u202f200, of rounds 5, ${spec.pruning.rounds}; 7 new here`,
      'Made by': 'Ticketscope 0.1.0 on Node 24.0.0',
      Engine: 'wasm, a processor',
      Seed: '5',
    })
    const foreign = listFacts({ ...study, format: 'open_lth', engine: null, device: null, software: null })
    expect(foreign.map(({ value }) => value)).toEqual(expect.arrayContaining(['open_lth', 'not known', 'not known']))
  })

  it('says what an import makes of it', () => {
    expect(describeState(study)).toBe('7 of 1\u202f200 tickets are new; they join study abcdefabcd, imported before.')
    expect(describeState({ ...study, state: 'conflict' })).toMatch(/abcdefabcd .* has other tickets\. Both are kept/)
    expect(study.datasets.map(describeDataset)).toEqual(['digits: here with other content'])
    const ticket = { id: 't1', dataset: 'digits', trial: 2, kind: 'random', round: 6 } as const
    expect(describeConflict(ticket)).toBe('random ticket of digits, trial 2, after 6 rounds (t1)')
  })
})

describe('what is written', () => {
  const tickets = { kind: 'tickets', items: ['x'], count: 1, title: 'a "b"/c', isStudy: false } as const
  it('goes to a file, or to a new folder where it is several', () => {
    expect(chooseTarget(tickets, { format: 'bundle' })).toMatchObject({ isFolder: false, name: 'a-b-c.tickets' })
    expect(chooseTarget(tickets, { format: 'dense' })).toMatchObject({ isFolder: false, name: 'a-b-c.safetensors' })
    const several = { ...tickets, count: 2 }
    expect(chooseTarget(several, { format: 'dense' })).toMatchObject({ isFolder: true, name: 'a-b-c-dense' })
    const report = { kind: 'report', study: 'x', title: '../..' } as const
    expect(chooseTarget(report, { format: 'bundle' })).toMatchObject({ isFolder: true, name: 'ticketscope-report' })
  })
})
