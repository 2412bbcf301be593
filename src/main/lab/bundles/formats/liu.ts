import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundleError } from '../failures.ts'
import { withArchive } from './archive.ts'
import type { ForeignLayer } from './foreign-network.ts'
import { readNpy, readNpyText } from './npy.ts'

const fileName = /^weight_l(\d+)\.npz$/
const mostWeights = 2 ** 24

/** Whether a folder holds sparse topologies as Liu et al. (2020) publish them. */
export function isLiuFolder(files: readonly string[]): boolean {
  return files.some((name) => fileName.test(name))
}

/**
 * Layers of a folder of `weight_lK.npz`, each a scipy CSR matrix (input, unit) of signed weights, K counting from 1 (or 0)
 * without gaps.
 * @throws LabError `bundle.invalid`
 */
export function readLiuLayers(folder: string, place: string): ForeignLayer[] {
  const found = readdirSync(folder).flatMap((name) => {
    const number = fileName.exec(name)?.[1]
    return number === undefined ? [] : [{ name, number: Number(number) }]
  })
  const sorted = found.toSorted((a, b) => a.number - b.number)
  sorted.forEach(({ number }, index) => {
    if (number !== (sorted[0]?.number ?? 0) + index)
      throw bundleError(place, `has no weight_l${number - 1}.npz, but weight_l${number}.npz`, 'add the missing layer')
  })
  return sorted.map(({ name }) => readCsr(join(folder, name), `${place}/${name}`))
}

function readCsr(path: string, place: string): ForeignLayer {
  return withArchive(path, place, (archive) => {
    const format = readNpyText(archive.read('format.npy'), `${place}: format`)
    if (format !== 'csr') throw bundleError(place, `is a sparse matrix of format "${format}"`, 'save it as csr')
    const array = (name: string) => readNpy(archive.read(`${name}.npy`), `${place}: ${name}`).values
    const [inputs = 0, units = 0] = array('shape')
    const [data, indices, pointers] = [array('data'), array('indices'), array('indptr')]
    if (!(inputs >= 1 && units >= 1 && inputs * units <= mostWeights))
      throw bundleError(place, `has the shape ${inputs}×${units}`, `give at most ${mostWeights} weights`)
    if (pointers.length !== inputs + 1 || pointers[0] !== 0 || pointers[inputs] !== data.length)
      throw bundleError(`${place}: indptr`, `does not lead through ${inputs} rows`, 'save it again')
    const back = pointers.findIndex((pointer, row) => pointer < (pointers[row - 1] ?? 0))
    if (back >= 0) throw bundleError(`${place}: indptr`, `runs backwards at row ${back - 1}`, 'save it again')
    if (indices.length !== data.length)
      throw bundleError(`${place}: indices`, `are ${indices.length} for ${data.length} weights`, 'save it again')
    const mask = new Uint8Array(inputs * units)
    const weights = new Float32Array(inputs * units)
    for (let input = 0; input < inputs; input++) {
      const end = pointers[input + 1] ?? 0
      for (let entry = pointers[input] ?? 0; entry < end; entry++) {
        const unit = indices[entry] ?? -1
        const at = unit * inputs + input
        if (!(unit >= 0 && unit < units) || mask[at] === 1)
          throw bundleError(`${place}: indices`, `name unit ${unit} in row ${input}, out of range or twice`)
        const weight = data[entry] ?? 0
        if (weight === 0) continue // stored zeros are no connections
        mask[at] = 1
        weights[at] = weight
      }
    }
    return { name: place.replace(/^.*\//, '').slice(0, -4), shape: [units, inputs], mask, weights }
  })
}
