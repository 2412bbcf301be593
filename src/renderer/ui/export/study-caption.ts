import type { Figure } from '../../../shared/charts/figure.ts'
import type { StudyDetail } from '../../../shared/results.ts'
import { buildCaption, type CaptionFacts } from '../../../shared/caption.ts'

/** A caption with the study's name and seed, and this program's version. */
export function captionOf(
  study: Pick<StudyDetail, 'name'> & { spec: { seed: number } },
  facts: Pick<CaptionFacts, 'shows' | 'n' | 'test'>,
): string {
  return buildCaption({ ...facts, study: study.name, seed: study.spec.seed }, ticketscopeVersion)
}

/** The caption of a figure that the paper has too. */
export function captionFigure(
  study: Parameters<typeof captionOf>[0],
  { number, shows, n }: Pick<Figure, 'number' | 'shows' | 'n'>,
): string {
  return captionOf(study, { shows: `${shows} (figure ${number} of the paper)`, n })
}
