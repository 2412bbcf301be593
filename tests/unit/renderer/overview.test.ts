import { describe, expect, it } from 'vitest'
import { nameOfPath } from '../../../src/renderer/features/datasets/name-of-path.ts'
import { togglePair } from '../../../src/renderer/features/overview/pair-choice.ts'
import { describeRecent } from '../../../src/renderer/features/overview/recent-titles.ts'
import { compareStatistics, compareStudies } from '../../../src/renderer/features/overview/study-differences.ts'
import { parseRecents, visit } from '../../../src/renderer/stores/recents.ts'
import { formatBytes, formatCount, formatDurationRange } from '../../../src/renderer/ui/format.ts'
import { paintImages } from '../../../src/renderer/ui/paint-images.ts'
import { firstRoute, parseRoute } from '../../../src/renderer/app/route.ts'
import { presets, studySpecSchema } from '../../../src/shared/spec.ts'
import type { ConditionRow, StudyDetail } from '../../../src/shared/results.ts'

const spec = studySpecSchema.parse(presets.sample)
const study = (changed: Partial<typeof spec>): StudyDetail => ({
  ...{
    id: 's',
    name: 'n',
    createdAt: '',
    tickets: 3,
    error: null,
    tags: [],
    note: '',
    density: [1, 0.5],
    trainedWeights: true,
  },
  ...{ status: 'finished', progress: 1, engine: null, device: null, notices: [], metrics: [] },
  spec: { ...spec, ...changed },
})

describe('two studies side by side', () => {
  it('differ where their specs do', () => {
    const rows = compareStudies([study({}), study({ trials: 9 })])
    expect(rows.filter(({ isSame }) => !isSame)).toEqual([{ name: 'trials', values: ['6', '9'], isSame: false }])
  })
  it('are compared by condition, also where one of them lacks it', () => {
    const row = (condition: string, mean: number, cohensD: number | null, layer = 'overall') =>
      ({ metric: 'nnstd', layer, condition, mean, cohensD }) as ConditionRow
    const random = row('random', 0.5, null)
    const rows = compareStatistics([[random, row('winning digits', 0.25, -3), row('random', 9, 9, 'conv1')], [random]])
    expect(rows).toEqual([
      { name: 'NNSTD, random', values: ['0.5000', '0.5000'], isSame: true },
      { name: 'NNSTD, winning digits', values: ['0.2500, d −3.00', '–'], isSame: false },
    ])
    expect(compareStatistics([[], []])).toEqual([])
  })
  it('are two at most', () => {
    expect(['a', 'b', 'c'].reduce<string[]>(togglePair, [])).toEqual(['b', 'c'])
    expect(togglePair(['a', 'b'], 'a')).toEqual(['b'])
  })
})

describe('recent places', () => {
  it('are studies, tickets and datasets, newest first, each once', () => {
    const routes = [
      { ...firstRoute, view: 'monitor', study: 'x' },
      { ...firstRoute, view: 'tickets', ticket: 't' },
      { ...firstRoute, view: 'settings', study: 'x' },
      { ...firstRoute, view: 'monitor', study: 'x', ticket: 'left over' },
    ]
    const recents = routes.reduce<string[]>(visit, [])
    expect(recents).toEqual(['#/monitor?study=x', '#/tickets?ticket=t'])
    expect(parseRecents([...recents, 'nonsense', ''].join('\n'))).toEqual(recents)
    const titles = recents.map((hash) => describeRecent(parseRoute(hash), [{ id: 'x', name: 'mine' }]))
    expect(titles).toEqual(['mine, monitor', 'Ticket t'])
    expect(describeRecent(parseRoute('#/monitor?study=gone'), [])).toBeNull()
  })
})

describe('paintImages', () => {
  it('lays images side by side, grey ones in all three colours, and leaves empty places clear', () => {
    const images = { height: 1, width: 1, channels: 1, images: Uint8Array.of(7, 9, 11), labels: [0, 1, 2] }
    const { width, height, pixels } = paintImages(images, 2, 2)
    expect([width, height]).toEqual([3, 3])
    const at = (row: number, column: number) => [...pixels.subarray((row * 3 + column) * 4, (row * 3 + column) * 4 + 4)]
    expect(at(0, 0)).toEqual([7, 7, 7, 255])
    expect(at(0, 2)).toEqual([9, 9, 9, 255])
    expect(at(2, 0)).toEqual([11, 11, 11, 255])
    expect(at(2, 2)).toEqual([0, 0, 0, 0])
  })
  it('keeps colours apart', () => {
    const images = { height: 1, width: 1, channels: 3, images: Uint8Array.of(1, 2, 3), labels: [0] }
    expect([...paintImages(images, 1, 1).pixels]).toEqual([1, 2, 3, 255])
  })
})

describe('words and numbers', () => {
  it('name a dataset by the last part of its path', () => {
    expect(nameOfPath('/data/cifar-10-binary.tar.gz')).toBe('cifar-10-binary')
    expect(nameOfPath('C:\\sets\\<my set>\\')).toBe('my set-')
    expect(nameOfPath('/..')).toBe('')
  })
  it('show counts, bytes and ranges of time', () => {
    expect(formatCount(4_300_992)).toBe('4\u202f300\u202f992')
    expect([0, 999, 4_300_000, 123e9].map(formatBytes)).toEqual(['0 B', '999 B', '4.3 MB', '123 GB'])
    expect(formatDurationRange([30, 31])).toBe('about 31 s')
    expect(formatDurationRange([30, 60])).toBe('30 s to 1 min 00 s')
  })
})
