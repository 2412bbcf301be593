import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { LabError } from '../../shared/errors.ts'
import { presets, studySpecSchema, type PresetName, type StudySpec } from '../../shared/spec.ts'

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name)
}

/**
 * A preset with some fields changed.
 * @throws LabError `usage` for an unknown preset, `spec.invalid` when the result is no valid spec
 */
export function draftSpec(preset: string, changes: readonly string[]): StudySpec {
  if (!isPreset(preset))
    throw new LabError('usage', `no preset "${preset}"; there are ${Object.keys(presets).join(' and ')}`)
  return checkSpec(applyChanges(structuredClone<unknown>(presets[preset]), changes), `preset ${preset}`)
}

/**
 * The spec of a file, or of a preset.
 * @throws LabError `data.missing`, `spec.invalid`, naming the file and the field
 */
export function readSpec(source: string, changes: readonly string[]): StudySpec {
  if (!existsSync(source)) {
    if (isPreset(source)) return draftSpec(source, changes)
    throw new LabError(
      'data.missing',
      `${source}: no such spec file, and no preset of that name (${Object.keys(presets).join(', ')})`,
    )
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(source, 'utf8'))
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    throw new LabError(
      'spec.invalid',
      `${source}: not JSON (${thrown.message}); make one with: ticketscope study new --out FILE`,
      { cause: thrown },
    )
  }
  return checkSpec(applyChanges(parsed, changes), source)
}

function checkSpec(value: unknown, source: string): StudySpec {
  const checked = studySpecSchema.safeParse(value)
  if (checked.success) return checked.data
  const problems = checked.error.issues.map(
    (issue) => `${z.core.toDotPath(issue.path) || 'the spec'}: ${issue.message}`,
  )
  throw new LabError('spec.invalid', `${source}: ${problems.join('; ')}`)
}

/** `a.b=value`: sets field b of a; the value is JSON where it parses as such, else text. */
function applyChanges(spec: unknown, changes: readonly string[]): unknown {
  for (const change of changes) {
    const split = change.indexOf('=')
    if (split < 1) throw new LabError('usage', `--set ${change}: write it as key=value, such as trials=3`)
    const path = change.slice(0, split).split('.')
    const last = path.pop() ?? ''
    let place: unknown = spec
    for (const key of path) {
      const inner: unknown = isRecord(place) ? (place[key] ??= {}) : undefined
      place = inner
    }
    if (!isRecord(place) || last === '__proto__')
      throw new LabError('usage', `--set ${change}: there is no such field in a study spec`)
    place[last] = parseValue(change.slice(split + 1))
  }
  return spec
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
