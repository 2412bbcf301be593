import type { PublishedVerdict } from '../../../shared/results.ts'
import { countPerClass } from './decoded.ts'
import { publishedSets, type PublishedSet } from './published-sets.ts'
import { cifarNames } from './readers/cifar10-batches.ts'
import type { DatasetFormat } from './readers/formats.ts'
import type { ExtraPart, FileChecksum, ReadSet } from './readers/reading.ts'

/**
 * Whether files that were read are those that were published. Equal: by the official checksums. Differs: the numbers of
 * images of some class are others. Unknown: neither can be said, as for archives that were packed again.
 * @returns null for sets that are none of the published ones
 */
export function judgePublished(
  format: DatasetFormat,
  set: ReadSet,
  include: readonly ExtraPart[],
  checksums: readonly FileChecksum[],
): PublishedVerdict | null {
  const published = claimedSet(format, set)
  if (!published) return null
  const dataset = published.title
  if (hasOfficialChecksums(published, include, checksums)) {
    return { dataset, verdict: 'equal', reason: 'its files have the official checksums' }
  }
  const counts = {
    train: countPerClass(set.train.labels, set.classes.length),
    test: countPerClass(set.test.labels, set.classes.length),
  }
  const part = (['train', 'test'] as const).find(
    (split) => counts[split].join() !== published.countPerClass(include)[split].join(),
  )
  if (part !== undefined || set.height !== 32 || set.width !== 32 || set.channels !== 3) {
    const what =
      part === undefined
        ? 'its images are not 32×32×3'
        : `other numbers of ${part === 'train' ? 'training' : 'test'} images of a class`
    return { dataset, verdict: 'differs', reason: what }
  }
  return { dataset, verdict: 'unknown', reason: 'as many images of each class, but files with other checksums' }
}

/** The published set that files of this form are, or pretend to be. */
function claimedSet(format: DatasetFormat, { classes }: ReadSet): PublishedSet | null {
  if (format === 'cifar10-binary' || format === 'cifar10-python') return publishedSets.cifar10
  if (format === 'svhn') return publishedSets.svhn
  return format === 'images' && classes.join() === cifarNames.join() ? publishedSets.cinic10 : null
}

function hasOfficialChecksums(
  { archives, fileSets }: PublishedSet,
  include: readonly ExtraPart[],
  checksums: readonly FileChecksum[],
): boolean {
  const found = checksums.map(({ md5 }) => md5)
  if (found.some((md5) => archives.includes(md5))) return true
  return fileSets.some((files) =>
    files.every(({ md5, part }) => found.includes(md5) || (part !== undefined && !include.includes(part))),
  )
}
