import { resolve } from 'node:path'

/**
 * Files and folders that the program was started with, as absolute paths. Switches are passed over; after `--` there are
 * none.
 * @param argv program first @param options.takesApp whether Electron was given the app as its first path
 */
export function pathsInArguments(
  argv: readonly string[],
  { folder, takesApp }: { folder: string; takesApp: boolean },
): string[] {
  const words = argv.slice(1)
  const end = words.indexOf('--')
  const before = (end === -1 ? words : words.slice(0, end)).filter((word) => !word.startsWith('-'))
  const after = end === -1 ? [] : words.slice(end + 1)
  return [...before, ...after]
    .slice(takesApp ? 1 : 0)
    .filter((word) => word !== '')
    .map((word) => resolve(folder, word))
}
