import type { Layer } from '../../../../shared/architecture.ts'
import { architectureOf, type StudySpec } from '../../../../shared/spec.ts'
import { inNumber } from '../../../../shared/numbers.ts'
import type { StudyRecord } from '../../store/studies.ts'
import type { StudyPlan } from '../../study/plan.ts'

/** How the study was done, as a paper would say it, with its actual settings. */
export function describeMethods({ plan, study }: { plan: StudyPlan; study: StudyRecord }): string {
  const { spec } = plan
  const format = study.origin?.format ?? 'ticketscope'
  if (format !== 'ticketscope') return describeForeign(plan, format)
  const { rounds, rates } = spec.pruning
  const total = plan.network.layers.reduce((sum, { weights }) => sum + weights, 0)
  const kept = plan.kept[rounds]?.reduce((sum, count) => sum + count, 0) ?? 0
  const perLayer = plan.network.layers.map(
    ({ name, weights }, index) => `${name} ${percent(1 - (plan.kept[rounds]?.[index] ?? 0) / weights)}`,
  )
  return [
    `Networks: ${describeNetwork(spec)}; ${total.toLocaleString('en-US')} prunable weights; Glorot normal initial weights, biases zero.`,
    `Data: ${spec.datasets.map(describeDataset).join('; ')}. Images ${spec.preprocessing.scaling === 'unit' ? 'scaled to [0, 1]' : 'standardised per channel'}${spec.preprocessing.fit === 'pad' ? ', zero-padded' : ', area-resampled'} where their size differs from the network's input.`,
    `Training: ${describeOptimiser(spec)}, batches of ${spec.training.batch}, ${spec.training.epochs} ${inNumber(spec.training.epochs, 'epoch')} a round; softmax cross-entropy.`,
    `Tickets: iterative magnitude pruning with resetting (Frankle & Carbin 2019), ${rounds} ${inNumber(rounds, 'round')}, each dropping ${percent(rates.conv)} of the alive weights of convolutions, ${percent(rates.dense)} of dense layers and ${percent(rates.output)} of the output layer; in the end ${percent(1 - kept / total)} are pruned (${perLayer.join(', ')}). ${spec.trials} ${inNumber(spec.trials, 'trial')} for each dataset, each with its own initial weights. Each random ticket has the initial weights of its winning twin and as many kept weights in every layer, at uniformly random places. Every ticket was trained once more from its initial weights; accuracies are those of the last epoch.`,
    describeComparison(spec),
    `Provenance: seed ${spec.seed}; ${study.device ?? 'device not noted'}${study.engine ? ` (engine ${study.engine})` : ''}${study.software ? `; Ticketscope ${study.software.ticketscope}, Node ${study.software.node}` : ''}.`,
  ].join('\n\n')
}

/** Another program's files say nothing about how their networks were found. */
function describeForeign({ spec, network }: StudyPlan, format: string): string {
  const layers = network.layers.map(({ name, shape }) => `${name} ${shape.join('×')}`)
  return [
    `Networks: imported from files of another program (${format}); how they were trained and pruned is not known. Layers: ${layers.join(', ')}. The training and pruning settings of the spec below only hold their place.`,
    describeComparison(spec),
  ].join('\n\n')
}

function describeComparison({ comparison, patterns }: StudySpec): string {
  const { pairs, alignment, signs, positiveWeight, permutations, bootstraps, alpha } = comparison
  const chosen =
    pairs === 'all'
      ? 'all pairs of each condition'
      : `a seeded sample of ${pairs} ${inNumber(pairs, 'pair')} of each condition`
  const aligned =
    alignment === 'propagate'
      ? 'each layer’s inputs reordered by the assignment of the layer before (Liu et al. 2020)'
      : 'inputs at their own places'
  const weighted = positiveWeight === 0.5 ? '' : `, positive half weighted ${positiveWeight}`
  const limit =
    patterns.ticketsPerGroup === 'all'
      ? 'all tickets'
      : `the first ${patterns.ticketsPerGroup} ${inNumber(patterns.ticketsPerGroup, 'ticket')}`
  return `Comparison: NNSTD and NNSTD±${weighted} over ${chosen}, units matched by the assignment of least total cost, ${aligned}; signs are those of the ${signs} weights. Two tickets with the same initial weights are never paired. Conditions are tested against random tickets by Welch’s t test (two-sided, α = ${alpha}), with Holm’s correction over the conditions, Cohen’s d with pooled SD, a permutation test over tickets (${permutations} permutations) and ticket-level bootstrap intervals (${bootstraps} resamples). Patterns are counted over ${limit} of each group.`
}

function describeNetwork(spec: StudySpec): string {
  const { input, layers } = architectureOf(spec)
  const name = typeof spec.network === 'string' ? `${spec.network}, ` : ''
  return `${name}${input.height}×${input.width}×${input.channels} → ${layers.map(describeLayer).join(' → ')}`
}

function describeLayer(layer: Layer): string {
  switch (layer.kind) {
    case 'conv':
      return `conv 3×3 ${layer.filters}`
    case 'pool':
      return 'pool 2×2'
    case 'dense':
      return `dense ${layer.units}`
    case 'output':
      return `output ${layer.classes}`
    default:
      return layer satisfies never
  }
}

function describeDataset({ name, train, test }: StudySpec['datasets'][number]): string {
  return `${name} (${train === undefined ? 'all' : train.toLocaleString('en-US')} training and ${test === undefined ? 'all' : test.toLocaleString('en-US')} test images)`
}

function describeOptimiser({ training }: StudySpec): string {
  const { optimiser } = training
  return optimiser.kind === 'adam'
    ? `Adam, learning rate ${optimiser.learningRate}, β₁ = ${optimiser.beta1}, β₂ = ${optimiser.beta2}, ε = ${optimiser.epsilon}`
    : `SGD, learning rate ${optimiser.learningRate}, momentum ${optimiser.momentum}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
