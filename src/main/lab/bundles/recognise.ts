import type { FileKind } from '../../../shared/bundles.ts'
import { recogniseForeignInWorker } from './read-in-worker.ts'

/**
 * What a file or folder is to become: a bundle by its name, anything else by a look inside.
 * @throws LabError `data.missing`, `data.unreadable`, `bundle.invalid`
 */
export async function recogniseFile(path: string): Promise<FileKind> {
  return /\.tickets$/i.test(path) ? 'bundle' : recogniseForeignInWorker(path)
}
