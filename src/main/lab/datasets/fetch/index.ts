import { mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../../../shared/errors.ts'
import type { PublishedFile, PublishedSet } from '../published-sets.ts'
import { fileFailure } from '../readers/failures.ts'
import type { ExtraPart } from '../readers/reading.ts'
import { downloadFile, type DownloadOptions } from './download.ts'

/** Room that decoding needs beside the downloaded files: none of the sets takes more than four times their size. */
const expansion = 4

export interface FetchOptions extends Omit<DownloadOptions, 'onProgress'> {
  include: readonly ExtraPart[]
  onProgress(done: number, total: number): void
}

/** The files that are downloaded, from TICKETSCOPE_MIRROR when it names a place that has them all. */
export function filesToFetch({ downloads }: PublishedSet, include: readonly ExtraPart[]): PublishedFile[] {
  const mirror = process.env['TICKETSCOPE_MIRROR']
  return downloads
    .filter(({ part }) => part === undefined || include.includes(part))
    .map((file) => (mirror ? { ...file, url: `${mirror.replace(/\/+$/, '')}/${fileName(file)}` } : file))
}

/**
 * Downloads a published set into a folder of the home.
 * @returns the path to read it from, and what removes the downloaded files
 * @throws LabError `data.download`, `data.format`, `disk.full`, `home.unwritable`, `interrupted`
 */
export async function fetchPublished(
  home: string,
  name: string,
  set: PublishedSet,
  options: FetchOptions,
): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = join(home, 'downloads', name)
  const files = filesToFetch(set, options.include)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  await checkSpace(folder, total * (1 + expansion))
  let before = 0
  for (const file of files) {
    const start = before
    await downloadFile(file, join(folder, fileName(file)), {
      ...options,
      onProgress: (bytes) => options.onProgress(start + bytes, total),
    })
    before += file.bytes
  }
  const [only] = files
  return {
    path: files.length === 1 && only ? join(folder, fileName(only)) : folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function fileName({ url }: PublishedFile): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

async function checkSpace(folder: string, needed: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize >= needed) return
    const [have, want] = [bavail * bsize, needed].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`)
    const remedy = 'free some space, or choose another home with --home'
    throw new LabError('disk.full', `${folder}: ${have} are free, the set needs up to ${want}; ${remedy}`)
  } catch (thrown) {
    throw fileFailure(thrown, folder)
  }
}
