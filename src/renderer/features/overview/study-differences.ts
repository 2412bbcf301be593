import type { ConditionRow, StudyDetail } from '../../../shared/results.ts'
import { metricNames } from '../../../shared/charts/conditions.ts'
import { inNumber } from '../../../shared/numbers.ts'
import { collectRounds } from '../../charts/round-series.ts'
import { formatNumber, formatShare } from '../../ui/format.ts'

export interface ComparedRow {
  name: string
  /** One for each study. */
  values: string[]
  isSame: boolean
}

/** What two studies are made of and what came out, a row for each; equal values are marked. */
export function compareStudies(studies: readonly StudyDetail[]): ComparedRow[] {
  return alignFacts(studies.map(describeStudy))
}

/**
 * Mean distances over all layers, and effects against random, of every condition that one of the studies has.
 * @param tables of each study; empty where nothing is tested yet
 */
export function compareStatistics(tables: readonly (readonly ConditionRow[])[]): ComparedRow[] {
  return alignFacts(tables.map((table) => new Map(table.filter(({ layer }) => layer === 'overall').map(describeRow))))
}

function describeRow({ metric, condition, mean, cohensD }: ConditionRow): [string, string] {
  const effect = cohensD === null ? '' : `, d ${formatNumber(cohensD, 2)}`
  return [`${metricNames[metric]}, ${condition}`, `${formatNumber(mean, 4)}${effect}`]
}

function alignFacts(facts: readonly Map<string, string>[]): ComparedRow[] {
  const names = [...new Set(facts.flatMap((map) => [...map.keys()]))]
  return names.map((name) => {
    const values = facts.map((map) => map.get(name) ?? '–')
    return { name, values, isSame: new Set(values).size === 1 }
  })
}

function describeStudy(study: StudyDetail): Map<string, string> {
  const { spec } = study
  const { rates } = spec.pruning
  const results = collectRounds(study, 'accuracy').flatMap(({ dataset, means, twinMean }) => {
    const last = means.at(-1)
    return [
      [`${dataset}: winning accuracy`, last ? formatShare(last.mean) : '–'],
      [`${dataset}: random accuracy`, twinMean ? formatShare(twinMean.mean) : '–'],
    ] as const
  })
  return new Map([
    ['status', study.status],
    [
      'datasets',
      spec.datasets.map(({ name, train }) => (train === undefined ? name : `${name} (${train})`)).join(', '),
    ],
    [
      'network',
      typeof spec.network === 'string'
        ? spec.network
        : `${spec.network.layers.length} ${inNumber(spec.network.layers.length, 'layer')} of its own`,
    ],
    ['seed', String(spec.seed)],
    ['trials', String(spec.trials)],
    ['rounds', String(spec.pruning.rounds)],
    ['rates', `${rates.conv} conv, ${rates.dense} dense, ${rates.output} output`],
    ['optimiser', `${spec.training.optimiser.kind}, rate ${spec.training.optimiser.learningRate}`],
    ['batch, epochs', `${spec.training.batch}, ${spec.training.epochs}`],
    ['kept at the end', formatShare(study.density.at(-1) ?? 1)],
    ['device', study.device ?? '–'],
    ...results,
  ])
}
