import { z } from 'zod'
import { presets, studySpecSchema, type PresetName, type StudySpec } from '../../../shared/spec.ts'

/** A spec as it is being written: of any shape, since a person or a file may put anything in. */
export type Draft = Record<string, unknown>

/** A dotted path into a spec, such as `training.optimiser.learningRate`. */
export type Path = string

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path; undefined where there is none. */
export function readPath(draft: Draft, path: Path): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), draft)
}

/** A copy with another value at a path; what is missing on the way is made. `undefined` takes the value away. */
export function writePath(draft: Draft, path: Path, value: unknown): Draft {
  const [key = '', ...rest] = path.split('.')
  const { [key]: before, ...others } = draft
  if (rest.length === 0) return value === undefined ? others : { ...draft, [key]: value }
  return { ...draft, [key]: writePath(isRecord(before) ? before : {}, rest.join('.'), value) }
}

/** A preset with every default written out. */
export function draftOfPreset(name: PresetName): Draft {
  return draftOf(studySpecSchema.parse(presets[name]))
}

export function draftOf(spec: StudySpec): Draft {
  const text: unknown = JSON.parse(JSON.stringify(spec))
  return isRecord(text) ? text : {}
}

const datasetSchema = z.looseObject({ name: z.string() })
export type DraftDataset = z.infer<typeof datasetSchema>

/** The datasets of a draft; entries without a name are left out. */
export function datasetsOf(draft: Draft): DraftDataset[] {
  const { datasets } = draft
  return Array.isArray(datasets) ? datasets.flatMap((entry) => datasetSchema.safeParse(entry).data ?? []) : []
}

/**
 * The draft in a file's text.
 * @throws SyntaxError or Error, with a message for a person
 */
export function parseDraft(text: string): Draft {
  const value: unknown = JSON.parse(text)
  if (!isRecord(value)) throw new Error('it holds no JSON object')
  const checked = studySpecSchema.safeParse(value)
  return checked.success ? draftOf(checked.data) : value
}
