import { bundleError } from '../failures.ts'
import { withArchive } from './archive.ts'
import { layerOfWeights, type ForeignLayer } from './foreign-network.ts'
import { readNpy } from './npy.ts'

/**
 * Layers of a numpy.savez file: one array a layer, [unit][input] or [filter][channel][row][column], in the order in which
 * they were saved by name (arr_0, arr_1, … or names that sort). Vectors, such as biases, are passed over.
 * @throws LabError `bundle.invalid`
 */
export function readNpzLayers(path: string, place: string): ForeignLayer[] {
  return withArchive(path, place, (archive) => {
    const names = archive.entries.map(({ name }) => name).filter((name) => name.endsWith('.npy'))
    const layers = names.toSorted(compareNames).flatMap((name): ForeignLayer[] => {
      const { shape, values } = readNpy(archive.read(name), `${place}: ${name}`)
      return shape.length < 2 ? [] : [layerOfWeights(name.slice(0, -4), shape, Float32Array.from(values))]
    })
    if (layers.length === 0)
      throw bundleError(place, 'holds no array with at least two axes', 'save one for each layer')
    return layers
  })
}

/** `arr_10` comes after `arr_9`. */
function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
