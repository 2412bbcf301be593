import type { z } from 'zod'
import { studySpecSchema, type StudySpec } from '../../../shared/spec.ts'
import { readPath, type Draft, type Path } from './draft.ts'

export interface Problem {
  /** Where it is; empty for the spec as a whole. */
  path: Path
  message: string
}

export type CheckedDraft = { spec: StudySpec; problems: [] } | { spec: null; problems: Problem[] }

/** The spec that a draft says, or everything that keeps it from being one. */
export function checkDraft(draft: Draft): CheckedDraft {
  const checked = studySpecSchema.safeParse(draft)
  if (checked.success) return { spec: checked.data, problems: [] }
  return { spec: null, problems: checked.error.issues.flatMap((issue) => describeIssue(draft, issue, [])) }
}

function describeIssue(draft: Draft, issue: z.core.$ZodIssue, before: PropertyKey[]): Problem[] {
  const path = [...before, ...issue.path]
  if (issue.code === 'invalid_union') {
    // The alternative that got furthest is the one that was meant.
    const meant = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? []
    if (depthOf(meant) > 0) return meant.flatMap((inner) => describeIssue(draft, inner, path))
  }
  const place = path.map(String).join('.')
  return [{ path: place, message: wordIssue(issue, place === '' ? draft : readPath(draft, place)) }]
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length))
}

function wordIssue(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined || value === null || value === '') return 'A value is needed.'
      return issue.expected === 'int' ? 'This must be a whole number.' : `This must be of type ${issue.expected}.`
    case 'too_small':
      if (issue.origin === 'string') return 'This must not be empty.'
      if (issue.origin === 'array') return 'At least one is needed.'
      return `This must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}.`
    case 'too_big':
      if (issue.origin === 'array') return `At most ${issue.maximum} are possible.`
      return `This must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}.`
    case 'unrecognized_keys':
      return `There is no field ${issue.keys.map((key) => `“${key}”`).join(', ')}; remove it.`
    case 'invalid_value':
      return `This must be one of ${issue.values.map(String).join(', ')}.`
    case 'invalid_union':
      return 'This must be a whole number of at least 1, or “all”.'
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'not_multiple_of':
      return issue.message
  }
}

/** The field that an error of the lab is about, by the beginning of its message. */
export function placeOfError({ code, message }: { code: string; message: string }): Path {
  if (code === 'network.invalid' || message.includes('layer ')) return 'network'
  if (code === 'data.unknown' || /\bdatasets:/.test(message)) return 'datasets'
  if (/\bpruning:/.test(message)) return 'pruning'
  return ''
}
