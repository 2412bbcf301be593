import type { StudyDetail } from '../../../shared/results.ts'
import { buildCaption, type CaptionFacts } from './caption.ts'

/** A caption with the study's name and seed, and this program's version. */
export function captionOf(
  study: Pick<StudyDetail, 'name'> & { spec: { seed: number } },
  facts: Pick<CaptionFacts, 'shows' | 'n' | 'test'>,
): string {
  return buildCaption({ ...facts, study: study.name, seed: study.spec.seed }, ticketscopeVersion)
}
