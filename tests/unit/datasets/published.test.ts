import { describe, expect, test } from 'vitest'
import { judgePublished } from '../../../src/main/lab/datasets/published.ts'
import { publishedSets } from '../../../src/main/lab/datasets/published-sets.ts'
import type { ReadSet } from '../../../src/main/lab/datasets/readers/reading.ts'
import { cifarNames, digitNames } from './files.ts'

const labelsOf = (counts: readonly number[]): Uint8Array =>
  Uint8Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)))

function setOf(counts: { train: number[]; test: number[] }, classes = cifarNames): ReadSet {
  const split = (part: 'train' | 'test') => ({ labels: labelsOf(counts[part]), order: null })
  return { height: 32, width: 32, channels: 3, classes, train: split('train'), test: split('test') }
}

const file = (md5: string) => ({ path: 'somewhere', md5 })
const { cifar10, svhn, cinic10 } = publishedSets

test('the numbers of images are those that were published', () => {
  const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0)
  const totals = (
    set: typeof cifar10 | typeof svhn | typeof cinic10,
    include: ('valid' | 'extra')[] = [],
  ): number[] => {
    const { train, test: tested } = set.countPerClass(include)
    return [total(train), total(tested)]
  }
  expect(totals(cifar10)).toEqual([50_000, 10_000])
  expect(totals(svhn)).toEqual([73_257, 26_032])
  expect(totals(svhn, ['extra'])).toEqual([73_257 + 531_131, 26_032])
  expect(totals(cinic10)).toEqual([90_000, 90_000])
  expect(totals(cinic10, ['valid'])).toEqual([180_000, 90_000])
})

describe('a set is', () => {
  test('equal, by the checksum of its archive', () => {
    const set = setOf(cifar10.countPerClass())
    const python = file('c58f30108f718f92721af3b95e74349a')
    expect(judgePublished('cifar10-python', set, [], [python])?.verdict).toBe('equal')
    const cinic = file('6ee4d0c996905fe93221de577967a372')
    expect(judgePublished('images', setOf(cinic10.countPerClass([])), [], [cinic])?.verdict).toBe('equal')
  })

  test('equal, by the checksums of all of its files', () => {
    const set = setOf(svhn.countPerClass([]), digitNames)
    const [train, tested, extra] = svhn.downloads.map(({ md5 }) => file(md5))
    if (!train || !tested || !extra) throw new Error('SVHN has three files')
    expect(judgePublished('svhn', set, [], [train, tested])?.verdict).toBe('equal')
    expect(judgePublished('svhn', set, [], [train])?.verdict).toBe('unknown')
    const more = setOf(svhn.countPerClass(['extra']), digitNames)
    expect(judgePublished('svhn', more, ['extra'], [train, tested])?.verdict).toBe('unknown')
    expect(judgePublished('svhn', more, ['extra'], [train, tested, extra])?.verdict).toBe('equal')
    const batches = cifar10.fileSets[0].map(({ md5 }) => file(md5))
    expect(judgePublished('cifar10-python', setOf(cifar10.countPerClass()), [], batches)?.verdict).toBe('equal')
  })

  test('different, by its numbers of images or their size', () => {
    const counts = cifar10.countPerClass()
    const fewer = { ...counts, test: [999, 1001, ...counts.test.slice(2)] }
    const verdict = judgePublished('cifar10-binary', setOf(fewer), [], [file('0')])
    expect(verdict).toMatchObject({
      dataset: 'CIFAR-10',
      verdict: 'differs',
      reason: expect.stringContaining('test images') as string,
    })
    const smaller = { ...setOf(cinic10.countPerClass([])), height: 16 }
    expect(judgePublished('images', smaller, [], [])?.verdict).toBe('differs')
  })

  test('unknown, when only the checksums are others; and none of them at all', () => {
    expect(judgePublished('cifar10-binary', setOf(cifar10.countPerClass()), [], [file('0')])?.verdict).toBe('unknown')
    expect(judgePublished('images', setOf({ train: [1, 1], test: [1, 1] }, ['cat', 'dog']), [], [])).toBeNull()
    expect(judgePublished('idx', setOf({ train: [1, 1], test: [1, 1] }, ['0', '1']), [], [])).toBeNull()
  })
})
