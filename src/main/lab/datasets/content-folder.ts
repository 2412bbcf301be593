import { join } from 'node:path'
import { LabError } from '../../../shared/errors.ts'

// The content store: <home>/datasets/<sha256>/ with four arrays and dataset.json, all read-only. A folder of that name is
// whole or not there: it is written and flushed under a staging name, then renamed.

export const descriptionFile = 'dataset.json'

export const contentFolder = (home: string): string => join(home, 'datasets')

/** A hash becomes part of a path, so nothing else may pass. */
export function checkHash(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new LabError('data.damaged', `${sha256} is no content hash; remove the dataset and add it again`)
}

export function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}
