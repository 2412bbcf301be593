import { LabError } from '../../../shared/errors.ts'

// oxlint-disable-next-line no-control-regex -- names come from untrusted files, and these have to go
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

/**
 * What is wrong with a file that someone else made, in one line.
 * @param place the file, and inside it the entry or field
 */
export function bundleError(
  place: string,
  what: string,
  remedy = 'ask its sender for it again',
  cause?: unknown,
): LabError {
  const line = `${place}: ${what}; ${remedy}`.replace(unprintable, '?').slice(0, 1000)
  return new LabError('bundle.invalid', line, cause === undefined ? {} : { cause })
}
