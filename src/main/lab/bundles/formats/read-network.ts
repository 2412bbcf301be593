import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { SignedNetwork } from '../../science/distance/index.ts'
import { readForeignInWorker } from '../read-in-worker.ts'
import { toSignedNetwork } from './foreign-network.ts'

/** Whether a path is for `readForeignNetwork`: a folder, or a file of weights. */
export function isForeignNetwork(path: string): boolean {
  return /\.(safetensors|npz|pth|pt|bin)$/i.test(path) || statSync(path).isDirectory()
}

/**
 * A network that another program pruned, as distances compare it. It is read in a worker.
 * @throws LabError `bundle.invalid`
 */
export async function readForeignNetwork(path: string): Promise<SignedNetwork> {
  return toSignedNetwork(await readForeignInWorker(path), basename(path))
}
