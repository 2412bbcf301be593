import type { Path } from './draft.ts'

/** One value of the form. */
export interface Field {
  path: Path
  label: string
  kind: 'text' | 'integer' | 'number' | 'count-or-all' | 'choice'
  options?: readonly { value: string; label: string }[]
  /** Behind the value; empty where it has none. */
  unit: string
  explanation: string
  /** What the paper used. */
  paper: string
}

const field = (
  path: Path,
  label: string,
  kind: Exclude<Field['kind'], 'choice'>,
  unit: string,
  paper: string,
  explanation: string,
): Field => ({ path, label, kind, unit, paper, explanation })

const choice = (
  path: Path,
  label: string,
  options: Record<string, string>,
  paper: string,
  explanation: string,
): Field => ({
  ...field(path, label, 'text', '', paper, explanation),
  kind: 'choice',
  options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
})

export const studyFields: readonly Field[] = [
  field('name', 'Name', 'text', '', '', 'How the study is called in lists and captions; any text.'),
  field(
    'seed',
    'Seed',
    'integer',
    '',
    '',
    'Root of every random draw. The same spec with the same seed gives the same bytes.',
  ),
  field(
    'trials',
    'Trials',
    'integer',
    'a dataset',
    '20',
    'Each trial draws its own initial weights and gives one winning and one random ticket.',
  ),
]

export const pruningFields: readonly Field[] = [
  field(
    'pruning.rounds',
    'Rounds',
    'integer',
    '',
    '11',
    'How often the network is trained, pruned and reset to its initial weights.',
  ),
  field(
    'pruning.rates.conv',
    'Rate, convolutions',
    'number',
    'a round',
    '0.10',
    'Share of a convolution’s kept weights that each round drops, those of smallest magnitude.',
  ),
  field('pruning.rates.dense', 'Rate, dense layers', 'number', 'a round', '0.20', 'The same share for dense layers.'),
  field(
    'pruning.rates.output',
    'Rate, output layer',
    'number',
    'a round',
    '0.10',
    'The same share for the output layer.',
  ),
]

const batchFields: readonly Field[] = [
  field('training.batch', 'Batch', 'integer', 'images', '60', 'Images in each step of the optimiser.'),
  field(
    'training.epochs',
    'Epochs',
    'integer',
    'a round',
    '10',
    'Passes over the training images in each round, and in the verification.',
  ),
]

const optimiserChoice = choice(
  'training.optimiser.kind',
  'Optimiser',
  { adam: 'Adam', sgd: 'SGD with momentum' },
  'Adam',
  'How gradients change the weights. Pruned weights get none.',
)
const learningRate = field(
  'training.optimiser.learningRate',
  'Learning rate',
  'number',
  '',
  '0.0002',
  'Size of a step. Frankle & Carbin use 0.0002 with Adam for Conv-2.',
)

const optimiserFields: Record<string, readonly Field[]> = {
  adam: [
    learningRate,
    field('training.optimiser.beta1', 'β₁', 'number', '', '0.9', 'Decay of the running mean of gradients.'),
    field('training.optimiser.beta2', 'β₂', 'number', '', '0.999', 'Decay of the running mean of squared gradients.'),
    field('training.optimiser.epsilon', 'ε', 'number', '', '1e-8', 'Added to the divisor, so that it is never zero.'),
  ],
  sgd: [
    learningRate,
    field(
      'training.optimiser.momentum',
      'Momentum',
      'number',
      '',
      '',
      'Share of the last step that the next one keeps; 0 is plain SGD.',
    ),
  ],
}

export function trainingFields(optimiser: unknown): readonly Field[] {
  return [...batchFields, optimiserChoice, ...(optimiserFields[String(optimiser)] ?? [])]
}

export const preparationFields: readonly Field[] = [
  choice(
    'preprocessing.scaling',
    'Scaling',
    { unit: 'to 0…1', standardise: 'standardise each channel' },
    'to 0…1',
    'How pixels become numbers. Standardising uses mean and deviation of the training images.',
  ),
  choice(
    'preprocessing.fit',
    'Other sizes',
    { resample: 'resample by area', pad: 'pad with zeros' },
    '',
    'What happens to images that are not of the network’s size.',
  ),
]

export const comparisonFields: readonly Field[] = [
  field(
    'comparison.pairs',
    'Pairs',
    'count-or-all',
    'a condition',
    '50',
    'Pairs of tickets to measure: all, or a seeded sample of this many.',
  ),
  choice(
    'comparison.alignment',
    'Alignment',
    { propagate: 'propagate', none: 'none' },
    'propagate',
    'Whether a layer’s inputs are reordered by the matching of the layer before.',
  ),
  choice(
    'comparison.signs',
    'Signs',
    { initial: 'of initial weights', trained: 'of trained weights' },
    'of initial weights',
    'Which weights give a connection its sign.',
  ),
  field(
    'comparison.positiveWeight',
    'Weight of positive half',
    'number',
    '0…1',
    '0.5',
    'NED± weighs the positive half by this, the negative half by the rest.',
  ),
  field('comparison.alpha', 'Significance α', 'number', '', '0.01', 'Below this p a difference is called significant.'),
  field(
    'comparison.permutations',
    'Permutations',
    'integer',
    '',
    '',
    'Shuffles of ticket labels in the permutation test.',
  ),
  field('comparison.bootstraps', 'Bootstraps', 'integer', '', '', 'Ticket-level draws behind the 95 % intervals.'),
  field(
    'patterns.ticketsPerGroup',
    'Tickets for patterns',
    'count-or-all',
    'a group',
    '14',
    'Tickets of each group in the pattern census: all, or the first so many.',
  ),
]

/** What a person typed, as a spec has it; what is no number stays as it is and is marked. */
export function parseFieldText(kind: Field['kind'], text: string): unknown {
  const trimmed = text.trim()
  if (kind === 'text' || kind === 'choice') return text
  if (trimmed === '') return undefined
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

/** The defaults of an optimiser that has just been chosen; its learning rate stays. */
export function switchOptimiser(kind: string, rate: unknown): Record<string, unknown> {
  return kind === 'sgd'
    ? { kind, learningRate: rate, momentum: 0.9 }
    : { kind, learningRate: rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
}
