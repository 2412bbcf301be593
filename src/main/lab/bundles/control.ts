import { rm, rmdir } from 'node:fs/promises'
import { LabError } from '../../../shared/errors.ts'
import type { TransferPhase } from '../../../shared/transfers.ts'

/** How a transfer is watched and stopped. */
export interface TransferControl {
  signal?: AbortSignal
  progress?(phase: TransferPhase, done: number, total: number): void
}

export function stopped(path: string): LabError {
  return new LabError('interrupted', `${path}: stopped; nothing of it was kept`)
}

/** @throws LabError `interrupted` once the transfer has been stopped */
export function requireGoing({ signal }: TransferControl, path: string): void {
  if (signal?.aborted) throw stopped(path)
}

/** Takes away what a stopped transfer wrote; folders only where nothing else lies in them. */
export async function removeWritten(files: readonly string[], folders: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true })
  for (const folder of folders) await rmdir(folder).catch(() => undefined) // others' files stay
}
