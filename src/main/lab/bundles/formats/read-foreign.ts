import { readdirSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { bundleError } from '../failures.ts'
import type { ForeignNetwork } from './foreign-network.ts'
import { isLiuFolder, readLiuLayers } from './liu.ts'
import { readNpzLayers } from './npz.ts'
import { findOpenLth, readOpenLthLayers } from './open-lth.ts'
import { readSafetensorsLayers, readTorchLayers } from './weights.ts'

/**
 * Reads a network that another program pruned: a folder of Liu et al.'s topologies, an open_lth run, a safetensors, npz or
 * pth file of weights with zeros.
 * @throws LabError `bundle.invalid`, `data.missing`
 */
export function readForeign(path: string): ForeignNetwork {
  const place = basename(path)
  if (statSync(path).isDirectory()) {
    if (isLiuFolder(readdirSync(path))) return { format: 'liu-npz', layers: readLiuLayers(path, place) }
    const run = findOpenLth(path, place)
    if (run !== null) return { format: 'open_lth', layers: readOpenLthLayers(run, place) }
    throw bundleError(place, 'holds neither weight_l1.npz nor an open_lth run', 'give the folder that does')
  }
  if (/\.safetensors$/i.test(path)) return { format: 'safetensors', layers: readSafetensorsLayers(path, place) }
  if (/\.npz$/i.test(path)) return { format: 'npz', layers: readNpzLayers(path, place) }
  if (/\.(pth|pt|bin)$/i.test(path)) return { format: 'pth', layers: readTorchLayers(path, place) }
  throw bundleError(place, 'is of no known kind', 'give a .tickets, .safetensors, .npz or .pth file, or a folder')
}
