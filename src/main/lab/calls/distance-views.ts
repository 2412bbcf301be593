import { createHash } from 'node:crypto'
import type { ConditionTests, DistanceColumns, TicketMatrix } from '../../../shared/comparison.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import { clusterByAverage } from '../science/clustering.ts'
import { describeColumns, labelWithAccuracy } from '../study/distance-columns.ts'
import { finalTickets, measureStudy, type ComparisonChoice, type ComparisonContext } from '../study/measure-study.ts'
import type { MeasuredStudy } from '../study/measured-study.ts'
import { planStudy } from '../study/plan.ts'
import { testMeasuredStudy } from '../study/test-conditions.ts'
import { findStudy } from './find.ts'
import { keepRecent } from './recent.ts'

/** Studies that are kept measured, so that views of one study share the work. */
const kept = 4

export function distanceViewCalls(context: ComparisonContext) {
  const { store } = context
  const measurements = keepRecent<MeasuredStudy>(kept)
  const tests = keepRecent<ConditionTests>(4 * kept)

  /** The study measured as asked, and what names this state of it. */
  async function measure(wanted: string, choice: ComparisonChoice): Promise<{ key: string; measured: MeasuredStudy }> {
    const study = findStudy(store, wanted)
    const tickets = finalTickets(store, planStudy(study.spec), study)
    const content = tickets.map(({ id, sha256, trainedSha256 }) => [id, sha256, trainedSha256])
    const key = createHash('sha256')
      .update(JSON.stringify([study.spec, choice, content]))
      .digest('hex')
    return { key, measured: await measurements(key, () => measureStudy(context, study, choice)) }
  }

  return {
    async readDistances({ study, ...choice }: CheckedInput<'readDistances'>): Promise<DistanceColumns> {
      const { measured } = await measure(study, choice)
      return describeColumns(measured)
    },
    async testConditions({ study, ...choice }: CheckedInput<'testConditions'>): Promise<ConditionTests> {
      const { key, measured } = await measure(study, choice)
      return tests(key, () => testMeasuredStudy(measured))
    },
    async readTicketMatrix({
      study,
      metric,
      layer,
      ...choice
    }: CheckedInput<'readTicketMatrix'>): Promise<TicketMatrix> {
      const { measured } = await measure(study, choice)
      const { tickets, layers, settings } = measured
      const place = layers.indexOf(layer)
      if (place === -1) throw new LabError('usage', `no layer "${layer}"; the study has ${layers.join(', ')}`)
      const cells = tickets.length ** 2
      const values = measured.values[metric].slice(place * cells, (place + 1) * cells)
      const { order, merges } = clusterByAverage(values, tickets.length)
      return { ...settings, metric, layer, tickets: tickets.map(labelWithAccuracy), values, order, merges }
    },
  }
}
