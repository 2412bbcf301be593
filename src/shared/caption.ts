/** What a reader of a figure or table must know to trust it. */
export interface CaptionFacts {
  /** What is shown, in one sentence without the full stop. */
  shows: string
  /** Such as `n = 15 pairs a condition`. */
  n?: string
  seed?: number
  /** Such as `Welch’s t against random, two-sided`. */
  test?: string
  study?: string
}

/** The caption's sentences; the version comes last. */
export function buildCaption({ shows, n, seed, test, study }: CaptionFacts, version: string): string {
  const facts = [
    shows,
    ...(n === undefined ? [] : [n]),
    ...(test === undefined ? [] : [test]),
    ...(study === undefined ? [] : [`Study “${study}”${seed === undefined ? '' : `, seed ${seed}`}`]),
    `Ticketscope ${version}`,
  ]
  return facts.map((fact) => `${fact}.`).join(' ')
}
