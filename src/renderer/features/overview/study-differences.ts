import type { StudyDetail } from '../../../shared/results.ts'
import { collectRounds } from '../../charts/round-series.ts'
import { formatShare } from '../../ui/format.ts'

export interface ComparedRow {
  name: string
  /** One for each study. */
  values: string[]
  isSame: boolean
}

/** What two studies are made of and what came out, a row for each; equal values are marked. */
export function compareStudies(studies: readonly StudyDetail[]): ComparedRow[] {
  const facts = studies.map(describeStudy)
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
    ['network', typeof spec.network === 'string' ? spec.network : `${spec.network.layers.length} layers of its own`],
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
