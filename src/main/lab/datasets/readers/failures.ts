import { LabError, plainError, type ErrorCode } from '../../../../shared/errors.ts'

/** The most bytes that the images of a set may take: 2 GiB − 1, far above every published set of this kind. */
export const mostBytes = 2 ** 31 - 1
/** The most images that a set may have, and their largest side in pixels. */
export const mostImages = 4_000_000
export const largestSide = 4096

/**
 * One line: where, what is wrong, what to do. Names come from untrusted files, so control characters are replaced.
 * @param place a file, and inside it a byte offset, record or image
 */
export function dataError(code: ErrorCode, place: string, what: string, remedy: string, cause?: unknown): LabError {
  // oxlint-disable-next-line no-control-regex -- these are what has to go
  const line = `${place}: ${what}; ${remedy}`.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?')
  return cause === undefined ? new LabError(code, line) : new LabError(code, line, { cause })
}

export const copyAgain = 'copy or download the file again'

/** What the file system says about `path`, as a LabError. A LabError is given back as it is. */
export function fileFailure(thrown: unknown, path: string): LabError {
  if (thrown instanceof LabError) return thrown
  const systemCode = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  switch (systemCode) {
    case 'ENOENT':
      return dataError('data.missing', path, 'no such file or folder', 'check the path', thrown)
    case 'ENOTDIR':
      return dataError('data.missing', path, 'a part of the path is a file, not a folder', 'check the path', thrown)
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return dataError('data.missing', path, 'the system does not accept this path', 'check the path', thrown)
    case 'EACCES':
    case 'EPERM':
      return dataError('data.unreadable', path, 'permission denied', 'check the permissions', thrown)
    case 'EISDIR':
      return dataError('data.format', path, 'a folder where a file is needed', 'move it away', thrown)
    default: {
      const { message } = plainError(thrown)
      return dataError('data.unreadable', path, `cannot be read (${message})`, copyAgain, thrown)
    }
  }
}
