import type { EnrichedPatternReport } from '../../../shared/comparison.ts'
import type { StudyDetail } from '../../../shared/results.ts'
import { captionOf } from '../../ui/export/study-caption.ts'

/** A caption that names the layer, and how many tickets each group has. */
export function captionGroups(study: StudyDetail, { layer, tickets }: EnrichedPatternReport, shows: string): string {
  const n = Object.entries(tickets).map(([name, count]) => `n(${name}) = ${count}`)
  return captionOf(study, { shows: `${shows}; ${layer}`, n: `${n.join(', ')} tickets` })
}
