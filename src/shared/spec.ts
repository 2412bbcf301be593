import { z } from 'zod'
import { architectures, architectureSchema, type Architecture, type ArchitectureName } from './architecture.ts'

const architectureNames = Object.keys(architectures) as [ArchitectureName, ...ArchitectureName[]]
const rate = z.number().min(0).lt(1)

/** One dataset of a study; `train` and `test` take the first images of a class-balanced, seeded subset, default all. */
const studyDataset = z.strictObject({
  name: z.string().min(1),
  train: z.int().min(1).optional(),
  test: z.int().min(1).optional(),
})

const adam = z.strictObject({
  kind: z.literal('adam'),
  learningRate: z.number().positive(),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().positive().default(1e-8),
})

const sgd = z.strictObject({
  kind: z.literal('sgd'),
  learningRate: z.number().positive(),
  momentum: z.number().min(0).lt(1).default(0),
})

/** Everything that decides a study's results. The same spec on the same build and device gives the same bytes. */
export const studySpecSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(200),
  /** Root of every random stream. */
  seed: z.int().min(0),
  datasets: z.array(studyDataset).min(1).max(16),
  preprocessing: z
    .strictObject({
      /** `unit`: pixel / 255. `standardise`: per channel, minus mean, over standard deviation of the training images. */
      scaling: z.enum(['unit', 'standardise']).default('unit'),
      /** How images of another size meet the network's input: area resampling, or zero padding. */
      fit: z.enum(['resample', 'pad']).default('resample'),
    })
    .prefault({}),
  network: z.union([z.enum(architectureNames), architectureSchema]),
  training: z.strictObject({
    optimiser: z.discriminatedUnion('kind', [adam, sgd]),
    /** Images per step; the last step of an epoch may have fewer. */
    batch: z.int().min(1).max(4096),
    /** Epochs per round, and of the verification run. */
    epochs: z.int().min(1).max(1000),
  }),
  pruning: z.strictObject({
    rounds: z.int().min(1).max(100),
    /** Share of a layer's alive weights dropped each round. */
    rates: z.strictObject({ conv: rate, dense: rate, output: rate }),
  }),
  /** Trials per dataset, each with its own initial weights. */
  trials: z.int().min(1).max(1000),
  comparison: z
    .strictObject({
      /** Pairs per condition: all of them, or a seeded sample of this many. */
      pairs: z.union([z.literal('all'), z.int().min(1)]).default('all'),
      alignment: z.enum(['propagate', 'none']).default('propagate'),
      signs: z.enum(['initial', 'trained']).default('initial'),
      /** Weight w₊ of the positive half of NED±; the negative half has 1 − w₊. */
      positiveWeight: z.number().min(0).max(1).default(0.5),
      alpha: z.number().gt(0).lt(1).default(0.01),
      permutations: z.int().min(0).max(1_000_000).default(2000),
      bootstraps: z.int().min(0).max(1_000_000).default(1000),
    })
    .prefault({}),
  patterns: z
    .strictObject({
      /** Tickets of each group that are looked at, in order of their trials; default all. */
      ticketsPerGroup: z.union([z.literal('all'), z.int().min(1)]).default('all'),
    })
    .prefault({}),
})

/** Everything that decides how a network gets one dataset's images. */
export const preparationSchema = studySpecSchema
  .pick({ seed: true, preprocessing: true, network: true })
  .extend({ train: studyDataset.shape.train })

export type StudySpec = z.infer<typeof studySpecSchema>
export type SpecPreparation = z.infer<typeof preparationSchema>
/** A spec as a person writes it: fields with a default may be left out. */
export type StudySpecInput = z.input<typeof studySpecSchema>
export type Optimiser = StudySpec['training']['optimiser']
export type Scaling = StudySpec['preprocessing']['scaling']
export type Fit = StudySpec['preprocessing']['fit']
export type Alignment = StudySpec['comparison']['alignment']
export type Signs = StudySpec['comparison']['signs']

/** The layer list behind a spec's network. */
export function architectureOf(spec: Pick<StudySpec, 'network'>): Architecture {
  return typeof spec.network === 'string' ? architectures[spec.network] : spec.network
}

/** Study presets. `sample`: both sample sets, about a minute. `paper`: the paper's whole setting. */
export const presets = {
  sample: {
    version: 1,
    name: 'sample',
    seed: 1,
    datasets: [
      { name: 'fashion', train: 3000 },
      { name: 'digits', train: 1500 },
    ],
    network: 'mini-conv-2',
    training: { optimiser: { kind: 'adam', learningRate: 1e-3 }, batch: 60, epochs: 3 },
    pruning: { rounds: 6, rates: { conv: 0.15, dense: 0.25, output: 0.15 } },
    trials: 6,
  },
  paper: {
    version: 1,
    name: 'paper',
    seed: 1,
    datasets: [{ name: 'cifar10' }, { name: 'cinic10' }, { name: 'svhn' }],
    network: 'conv-2',
    training: { optimiser: { kind: 'adam', learningRate: 2e-4 }, batch: 60, epochs: 10 },
    pruning: { rounds: 11, rates: { conv: 0.1, dense: 0.2, output: 0.1 } },
    trials: 20,
    comparison: { pairs: 50 },
    patterns: { ticketsPerGroup: 14 },
  },
} as const satisfies Record<string, StudySpecInput>

export type PresetName = keyof typeof presets
