import { existsSync } from 'node:fs'
import { extname } from 'node:path'

/** Some systems' dialogs leave the extension to the person. One that would meet another file is not added. */
export function withExtension(path: string, extension: string | undefined): string {
  if (extension === undefined || extname(path) !== '') return path
  const named = `${path}.${extension}`
  return existsSync(named) ? path : named
}
