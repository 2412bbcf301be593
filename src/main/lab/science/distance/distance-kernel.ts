import type { Metric } from '../../../../shared/results.ts'
import type { BitMatrix } from './bit-matrix.ts'
import { instantiateKernels } from './distance-exports.ts'
import { matchOverlaps, putSizes, sizesOf, type LayerMatch } from './layer-match.ts'
import { chooseWay, growTo, planMemory, type Place } from './memory-plan.ts'
import type { SignedLayer } from './network.ts'

/** Matches the units of two layers of one shape, in WebAssembly. Not to be shared between threads. */
export interface DistanceKernel {
  /** Takes two layers in; they stay until the next ones. */
  load(a: SignedLayer, b: SignedLayer): void
  /**
   * The assignment of least cost.
   * @param order reorders b's inputs first: block p is b's block order[p]; null leaves them
   * @param positiveWeight w₊ of NED±
   */
  match(metric: Metric, order: Int32Array | null, positiveWeight: number): LayerMatch
  /** Of the loaded layers the second, as the last match with an order compared it: its inputs reordered. */
  reordered(b: SignedLayer): SignedLayer
}

/** How many ones the positive, the negative and the joint matrix of a layer hold. */
type Ones = [positive: number, negative: number, joint: number]

const sumOf = (sizes: Int32Array): number => sizes.reduce((sum, size) => sum + size, 0)

const sameOrder = (a: Int32Array | null, b: Int32Array | null): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((block, place) => block === b[place]))

/** @param module compiled from science/distance/assembly */
export function openDistanceKernel(module: WebAssembly.Module): DistanceKernel {
  const { memory, kernels } = instantiateKernels(module)
  let at: Place | null = null
  let onesA: Ones = [0, 0, 0]
  let onesB: Ones = [0, 0, 0]
  /** How b's inputs are ordered in the match, in `columnOrder` and in `moved`; undefined where nothing was written yet. */
  let order: Int32Array | null = null
  let orderOfColumns: Int32Array | null | undefined
  let orderOfMoved: Int32Array | undefined
  let isTransposed = false

  const putMatrices = ({ positive, negative }: SignedLayer, bits: number): void => {
    const put = (matrix: BitMatrix, place: number): void =>
      new Uint32Array(memory.buffer, bits + place * matrix.bits.byteLength, matrix.bits.length).set(matrix.bits)
    put(positive, 0)
    put(negative, 1)
  }

  const countOnes = ({ positive, negative }: SignedLayer): Ones => {
    const [plus, minus] = [sumOf(positive.sizes), sumOf(negative.sizes)]
    return [plus, minus, plus + minus]
  }

  /** b's matrices with their inputs in order. */
  const orderedB = (place: Place): number => {
    if (!order) return place.b
    if (!(orderOfMoved && sameOrder(order, orderOfMoved))) {
      const { units, rowBytes, inputs } = place
      const blocks = order.length
      new Int32Array(memory.buffer, place.order, blocks).set(order)
      kernels.reorder(place.b, place.moved, 2 * units, rowBytes, place.order, blocks, inputs / blocks, place.places)
      orderOfMoved = order
    }
    return place.moved
  }

  /** b's matrices by columns: positive, negative, joint; and the order in which they are to be taken. */
  const prepareColumns = ({ b, units, inputs, matrixBytes, rowBytes, ...place }: Place): void => {
    const { columnsB, columnsBytes, columnBytes } = place
    if (!isTransposed) {
      for (const kind of [0, 1])
        kernels.transpose(b + kind * matrixBytes, units, rowBytes, columnsB + kind * columnsBytes, columnBytes)
      kernels.unite(columnsB, columnsB + columnsBytes, columnsB + 2 * columnsBytes, columnsBytes)
      isTransposed = true
    }
    if (orderOfColumns !== undefined && sameOrder(order, orderOfColumns)) return
    const positions = inputs / (order ?? { length: inputs }).length
    const columns = new Int32Array(memory.buffer, place.columnOrder, inputs)
    for (let column = 0; column < inputs; column++) {
      const block = Math.floor(column / positions)
      columns[column] = column + ((order?.[block] ?? block) - block) * positions
    }
    orderOfColumns = order
  }

  /** @param kind 0 positive, 1 negative, 2 joint */
  const countOverlaps = (place: Place, kind: 0 | 1 | 2, counts: number): void => {
    const { units, matrixBytes, rowBytes, columnBytes, columnsBytes } = place
    const way = chooseWay(onesA[kind], onesB[kind], place)
    const a = kind === 2 ? place.jointA : place.a + kind * matrixBytes
    if (way === 'sums') {
      prepareColumns(place)
      const columns = place.columnsB + kind * columnsBytes
      const room = [place.columnOrder, place.offsets, place.planes] as const
      return kernels.sumOverlaps(a, columns, counts, units, units, rowBytes, columnBytes, ...room)
    }
    let b = orderedB(place) + kind * matrixBytes
    if (kind === 2) {
      b = place.jointB
      kernels.unite(orderedB(place), orderedB(place) + matrixBytes, b, matrixBytes)
    }
    const matrices = [a, b, counts, units, units, rowBytes / 8] as const
    if (way === 'lists') kernels.sparseOverlaps(...matrices, place.starts, place.lists)
    else kernels.overlaps(...matrices)
  }

  return {
    load(a, b) {
      at = planMemory(a)
      order = null
      orderOfColumns = undefined
      orderOfMoved = undefined
      isTransposed = false
      onesA = countOnes(a)
      onesB = countOnes(b)
      growTo(memory, at.lists + onesB[2] * 4)
      putMatrices(a, at.a)
      putMatrices(b, at.b)
      putSizes(memory, at, sizesOf(a), sizesOf(b))
    },

    match(metric, wantedOrder, positiveWeight) {
      if (!at) return { distance: 0, assignment: new Int32Array(), unitDistances: new Float64Array() }
      const { matrixBytes } = at
      order = wantedOrder
      if (metric === 'nnstd') {
        kernels.unite(at.a, at.a + matrixBytes, at.jointA, matrixBytes)
        countOverlaps(at, 2, at.plus)
      } else {
        countOverlaps(at, 0, at.plus)
        countOverlaps(at, 1, at.minus)
      }
      return matchOverlaps(kernels, memory, at, metric, positiveWeight)
    },

    reordered(b) {
      if (!at) return b
      const moved = orderedB(at)
      const read = (matrix: BitMatrix, place: 0 | 1): BitMatrix => ({
        ...matrix,
        bits: new Uint32Array(memory.buffer, moved + place * matrix.bits.byteLength, matrix.bits.length).slice(),
      })
      return { ...b, positive: read(b.positive, 0), negative: read(b.negative, 1) }
    },
  }
}
