import { z } from 'zod'
import { drawingSchema } from './charts/drawing-schema.ts'
import { howToRun } from './how-to-run.ts'
import { preparationSchema, studySpecSchema } from './spec.ts'

const nothing = z.strictObject({})
/** An id, a name, or a unique prefix of an id. */
const study = z.string().min(1)
const alignment = z.enum(['propagate', 'none'])
const signs = z.enum(['initial', 'trained'])
const datasetName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,63}$/u,
    'up to 64 letters, digits, spaces and . _ + -, first a letter or digit',
  )
const datasetFormat = z.enum(['auto', 'idx', 'cifar10-binary', 'cifar10-python', 'svhn', 'npz', 'images'])
/** Parts that some sets have beside train and test, to go to the training images: CINIC-10's valid, SVHN's extra. */
const datasetParts = z.array(z.enum(['valid', 'extra'])).default([])
/** A study's pairs and how they are measured; what is left out is as the study's spec says. */
const comparison = {
  study,
  pairs: z.union([z.literal('all'), z.int().min(1)]).optional(),
  alignment: alignment.optional(),
  signs: signs.optional(),
}

const networks = z.strictObject({
  paths: z.array(z.string().min(1)).min(1).max(1000),
  /** The study's name; default: that of the first file. */
  name: z.string().min(1).max(200).optional(),
})

/** Every request that the lab answers, with the schema that its input is checked by. */
export const requests = {
  doctor: nothing,
  /** What the lab takes of the machine right now. */
  readLoad: nothing,
  listDatasets: nothing,
  showDataset: z.strictObject({ dataset: z.string() }),
  addDataset: z.strictObject({
    name: datasetName,
    path: z.string().min(1),
    format: datasetFormat.default('auto'),
    include: datasetParts,
  }),
  /** What lies at a path, without adding it. */
  inspectDataset: z.strictObject({
    path: z.string().min(1),
    format: datasetFormat.default('auto'),
    include: datasetParts,
  }),
  /** Published sets that can be fetched, with addresses and sizes. */
  listPublished: z.strictObject({ include: datasetParts }),
  /** Downloads a published set, checks it and adds it. A download that stopped is gone on with. */
  fetchDataset: z.strictObject({
    dataset: z.enum(['cifar10', 'svhn', 'cinic10']),
    /** Default: as `dataset`. */
    name: datasetName.optional(),
    include: datasetParts,
  }),
  /** Stops adding, inspecting or fetching: by the dataset's name, or the path that is inspected. */
  cancelDataset: z.strictObject({ dataset: z.string() }),
  /** Some training images, one class after the other; with what a spec says of preparing them also as its network gets them. */
  thumbnails: z.strictObject({
    dataset: z.string(),
    count: z.int().min(1).max(500).default(40),
    preparation: preparationSchema.optional(),
  }),
  verifyDatasets: z.strictObject({ dataset: z.string().optional() }),
  removeDataset: z.strictObject({ dataset: z.string() }),
  /** Layers, weights and pruning of a spec; refuses one that cannot be run. */
  outlineStudy: z.strictObject({ spec: studySpecSchema }),
  estimateStudy: howToRun.extend({ spec: studySpecSchema }),
  /** Checks the spec, stores the study and queues it. */
  runStudy: howToRun.extend({ spec: studySpecSchema }),
  /** Adds a small finished study that comes with Ticketscope, to explore. */
  addExample: nothing,
  listStudies: nothing,
  showStudy: z.strictObject({ study }),
  resumeStudy: howToRun.extend({ study }),
  pauseStudy: z.strictObject({ study }),
  cancelStudy: z.strictObject({ study }),
  deleteStudy: z.strictObject({ study }),
  listTickets: z.strictObject({
    study,
    kind: z.enum(['winning', 'random']).optional(),
    /** Default: the final tickets. */
    round: z.int().min(0).optional(),
  }),
  /** The tickets of every round of every study. */
  listAllTickets: nothing,
  showTicket: z.strictObject({ ticket: z.string().min(1) }),
  renameStudy: z.strictObject({ study, name: z.string().trim().min(1).max(200) }),
  annotate: z.strictObject({
    kind: z.enum(['study', 'ticket']),
    id: z.string().min(1),
    tags: z.array(z.string().trim().min(1).max(40)).max(40),
    note: z.string().max(20_000),
  }),
  listSavedViews: z.strictObject({ view: z.string().min(1).max(40) }),
  /** A view of that name is replaced. Answers with all of them. */
  saveView: z.strictObject({
    view: z.string().min(1).max(40),
    name: z.string().trim().min(1).max(80),
    state: z.string().max(20_000),
  }),
  removeSavedView: z.strictObject({ view: z.string(), name: z.string() }),
  measureDistances: z.strictObject({
    ...comparison,
    metric: z.enum(['nnstd', 'nnstd-signed', 'both']).default('both'),
  }),
  /** Two networks: files of a known format, or ticket ids. */
  compareNetworks: z.strictObject({
    a: z.string().min(1),
    b: z.string().min(1),
    alignment: alignment.default('propagate'),
    signs: signs.default('initial'),
  }),
  findPatterns: z.strictObject({
    study,
    layer: z.string().default('conv1'),
    /** Default: `random` and `winning NAME` of each dataset, which can also be asked for by name; or any tickets. */
    groups: z
      .array(
        z.union([
          z.string().min(1),
          z.strictObject({ name: z.string().min(1).max(200), tickets: z.array(z.string()).max(10_000) }),
        ]),
      )
      .max(64)
      .optional(),
  }),
  /** Signs of a convolution's kernels; `round`: of the same trials after so many rounds of pruning. */
  readKernels: z.strictObject({
    tickets: z.array(z.string().min(1)).min(1).max(1000),
    layer: z.string(),
    round: z.int().min(0).optional(),
  }),
  /** How two tickets' units are matched. */
  matchPair: z.strictObject({
    first: z.string().min(1),
    second: z.string().min(1),
    metric: z.enum(['nnstd', 'nnstd-signed']),
    alignment: alignment.default('propagate'),
    signs: signs.default('initial'),
  }),
  /** The distances of a study's conditions, as columns. */
  readDistances: z.strictObject(comparison),
  /** Their statistics against the control. */
  testConditions: z.strictObject(comparison),
  readTicketMatrix: z.strictObject({
    study,
    metric: z.enum(['nnstd', 'nnstd-signed']),
    layer: z.string().default('overall'),
    alignment: alignment.optional(),
    signs: signs.optional(),
  }),
  /** Writes tickets into a bundle; with `dense`, into plain safetensors of whole weights instead. */
  exportBundle: z.strictObject({
    /** Studies (id, name, unique prefix) and ids of tickets. */
    items: z.array(z.string().min(1)).min(1),
    /** A file; with `dense` and several tickets, a folder. */
    path: z.string().min(1),
    dense: z.boolean().default(false),
    /** Which weights a dense file holds. */
    weights: signs.default('initial'),
    /** The masks of earlier rounds too. */
    allRounds: z.boolean().default(false),
    /** The trained weights too. */
    trained: z.boolean().default(false),
  }),
  /** What is in a bundle and what of it is here already; writes nothing. */
  previewBundle: z.strictObject({ path: z.string().min(1) }),
  importBundle: z.strictObject({ path: z.string().min(1) }),
  /** Whether a file or folder is a bundle, another program's networks, or a dataset. */
  recogniseFile: z.strictObject({ path: z.string().min(1) }),
  /** What importNetworks would make; writes nothing. */
  previewNetworks: networks,
  /** Networks that other programs pruned, as the tickets of one study. */
  importNetworks: networks,
  /** Stops looking, importing, exporting or reporting: by the path that is read or written, of several the first. */
  cancelTransfer: z.strictObject({ path: z.string().min(1) }),
  /** Checks every byte, and compares with the own studies of the same spec, or with one study. */
  verifyBundle: z.strictObject({ path: z.string().min(1), study: study.optional() }),
  /** Every figure and table of the paper, from a study, into a folder. */
  writeReport: z.strictObject({ study, folder: z.string().min(1) }),
  /** A drawing as a PDF of one page. */
  setPdf: z.strictObject({ drawing: drawingSchema, title: z.string().max(1000) }),
  /** How fast this machine trains. */
  benchTraining: howToRun.extend({
    architecture: z.enum(['conv-2', 'conv-4', 'conv-6', 'mini-conv-2', 'lenet-300-100']).default('conv-2'),
    batch: z.int().min(1).max(4096).default(60),
    seconds: z.number().min(0.1).max(600).default(10),
  }),
  /** How fast a graphics device of this machine, or one core, compares Conv-2 tickets. */
  benchDistance: z.strictObject({
    engine: z.enum(['auto', 'wasm', 'webgpu']).default('auto'),
    pairs: z.int().min(1).max(1000).optional(),
  }),
} as const
