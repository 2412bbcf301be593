import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundleError } from '../failures.ts'
import type { ForeignLayer } from './foreign-network.ts'
import { readTorchFile } from './torch/index.ts'

/**
 * The folder `level_N/main` (or `main`) of an open_lth run that holds the last mask; null when this is no such run. A run
 * folder holds `replicate_K`, these `level_N`; any of them may be given.
 * @throws LabError `bundle.invalid` when there are several replicates to choose from
 */
export function findOpenLth(folder: string, place: string): string | null {
  if (existsSync(join(folder, 'mask.pth'))) return folder
  const names = readdirSync(folder)
  if (names.includes('main') && existsSync(join(folder, 'main', 'mask.pth'))) return join(folder, 'main')
  const numbered = (word: string): number[] =>
    names.flatMap((name) => (name.startsWith(word) ? [Number(name.slice(word.length))] : [])).filter(Number.isInteger)
  const levels = numbered('level_')
  if (levels.length > 0) return findOpenLth(join(folder, `level_${Math.max(...levels)}`), place)
  const replicates = numbered('replicate_')
  if (replicates.length > 1)
    throw bundleError(
      place,
      `holds ${replicates.length} replicates`,
      `give one, such as ${place}/replicate_${replicates[0] ?? 1}`,
    )
  return replicates.length === 1 ? findOpenLth(join(folder, `replicate_${replicates[0] ?? 1}`), place) : null
}

/**
 * Layers of an open_lth run: the mask of its last level, and the initial weights of that level (model_ep0_it0.pth), whose
 * names the mask shares.
 * @throws LabError `bundle.invalid`
 */
export function readOpenLthLayers(folder: string, place: string): ForeignLayer[] {
  const start = 'model_ep0_it0.pth'
  if (!existsSync(join(folder, start)))
    throw bundleError(place, `has a mask but no ${start}`, 'copy the whole run, with its initial weights')
  const masks = readTorchFile(join(folder, 'mask.pth'), `${place}/mask.pth`)
  const model = new Map(readTorchFile(join(folder, start), `${place}/${start}`).map((tensor) => [tensor.name, tensor]))
  const byModel = [...model.keys()]
  const sorted = masks.toSorted((a, b) => byModel.indexOf(a.name) - byModel.indexOf(b.name))
  return sorted.map(({ name, shape, values }) => {
    const where = `${place}: ${name}`
    const weights = model.get(name)
    if (weights?.shape.join() !== shape.join())
      throw bundleError(where, `has no initial weights of the shape [${shape.join()}]`, 'copy the run again')
    if (!values.every((value) => value === 0 || value === 1))
      throw bundleError(where, 'has a mask of other values than 0 and 1', 'copy the run again')
    return { name, shape, mask: Uint8Array.from(values), weights: weights.values }
  })
}
