import type { DistanceReport } from '../../../shared/results.ts'
import { metrics } from '../science/distance/index.ts'
import type { StudyRecord } from '../store/studies.ts'
import { measureStudy, type ComparisonChoice, type ComparisonContext } from './measure-study.ts'
import type { MeasuredStudy } from './measured-study.ts'
import { testMeasuredStudy } from './test-conditions.ts'

/**
 * A study's distances, and the tests of every condition against the control.
 * Same spec, same tickets: same report, byte for byte.
 */
export async function compareStudy(
  context: ComparisonContext,
  study: StudyRecord,
  choice: ComparisonChoice,
): Promise<DistanceReport> {
  const measured = await measureStudy(context, study, choice)
  return { pairs: describePairs(measured), ...(await testMeasuredStudy(measured)) }
}

function describePairs({ tickets, conditions, layers, values }: MeasuredStudy): DistanceReport['pairs'] {
  const size = tickets.length
  return conditions.flatMap(({ name: condition, pairs }) =>
    pairs.flatMap(({ a, b }) =>
      metrics.map((metric) => {
        const at = (layer: number): number => values[metric][(layer * size + a) * size + b] ?? 0
        return {
          a: tickets[a]?.id ?? '',
          b: tickets[b]?.id ?? '',
          condition,
          metric,
          layers: Object.fromEntries(layers.slice(1).map((name, index) => [name, at(index + 1)])),
          mean: at(0),
        }
      }),
    ),
  )
}
