import type { PublishedVerdict } from './results.ts'

/** What is known about a set's being a published one, as a line; empty for others. */
export function describePublished(published: PublishedVerdict | null): string {
  if (!published) return ''
  const { dataset, verdict, reason } = published
  const words = {
    equal: `${dataset} as it was published`,
    differs: `not ${dataset} as it was published`,
    unknown: `perhaps ${dataset} as it was published`,
  }
  return `${words[verdict]}: ${reason}`
}
