import type { Metric } from '../../../../shared/results.ts'
import type { BitMatrix } from './bit-matrix.ts'
import type { SignedLayer } from './network.ts'

/** How one layer's units were matched. */
export interface LayerMatch {
  /** Total cost of the assignment over the number of units. */
  distance: number
  /** For each unit of the first network, the unit of the second. */
  assignment: Int32Array
  /** For each unit of the first network, its NED or NED± to the unit it was matched with. */
  unitDistances: Float64Array
}

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

/** The compiled module's exports; what each argument means stands in assembly/. */
interface Exports {
  overlaps(...values: [a: number, b: number, counts: number, rowsA: number, rowsB: number, words: number]): void
  sparseOverlaps(
    ...values: [
      a: number,
      b: number,
      counts: number,
      rowsA: number,
      rowsB: number,
      words: number,
      starts: number,
      lists: number,
    ]
  ): void
  unite(a: number, b: number, to: number, bytes: number): void
  reorder(
    ...values: [
      from: number,
      to: number,
      rows: number,
      rowBytes: number,
      order: number,
      blocks: number,
      positions: number,
      places: number,
    ]
  ): void
  editCosts(
    ...values: [counts: number, sizesA: number, sizesB: number, rowsA: number, rowsB: number, costs: number]
  ): void
  signedCosts(
    ...values: [
      plus: number,
      minus: number,
      sizesA: number,
      sizesB: number,
      rowsA: number,
      rowsB: number,
      positiveWeight: number,
      costs: number,
    ]
  ): void
  assign(costs: number, size: number, columnOfRow: number, lists: number, workspace: number): void
}

const pageBytes = 65536

/** How many ones the positive, the negative and the joint matrix of a layer hold. */
type Ones = [positive: number, negative: number, joint: number]

/** Where one pair of layers lies, as byte addresses; each pair of matrices is the positive one, then the negative one. */
function planMemory({ units, inputs, positive }: SignedLayer) {
  // The kernels have no data of their own, so all but the first page is free.
  let end = pageBytes
  const reserve = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / 64) * 64
    return at
  }
  const matrixBytes = positive.bits.byteLength
  return {
    units,
    inputs,
    matrixBytes,
    rowBytes: positive.words * 4,
    a: reserve(2 * matrixBytes),
    b: reserve(2 * matrixBytes),
    moved: reserve(2 * matrixBytes),
    jointA: reserve(matrixBytes),
    jointB: reserve(matrixBytes),
    sizesA: reserve(units * 8),
    sizesB: reserve(units * 8),
    jointSizesA: reserve(units * 4),
    jointSizesB: reserve(units * 4),
    order: reserve(inputs * 4),
    places: reserve(inputs * 4),
    plus: reserve(units * units * 4),
    minus: reserve(units * units * 4),
    costs: reserve(units * units * 8 + 24),
    assignment: reserve(units * 4),
    workspace: reserve((units + 3) * 144),
    starts: reserve(positive.words * 128 + 4),
    lists: end,
  }
}

/**
 * Whether looking up shared inputs one by one takes less time than popcount over all words: about 2 steps of a word for each
 * that is shared, were the ones spread evenly, and 8 for each one.
 */
function isSparse(
  onesA: number,
  onesB: number,
  { units, inputs, rowBytes }: { units: number; inputs: number; rowBytes: number },
): boolean {
  return (onesA * onesB * 2) / inputs + (onesA + onesB) * 8 < units * units * (rowBytes / 8)
}

const sumOf = (sizes: Int32Array): number => sizes.reduce((sum, size) => sum + size, 0)

const sameOrder = (a: Int32Array | null, b: Int32Array | null): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((block, place) => block === b[place]))

/** @param module compiled from science/distance/assembly */
export function openDistanceKernel(module: WebAssembly.Module): DistanceKernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
  // The one place where the compiled module's exports get their types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const kernels = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } }).exports as Exports
  let at: ReturnType<typeof planMemory> | null = null
  let onesA: Ones = [0, 0, 0]
  let onesB: Ones = [0, 0, 0]
  /** How b's inputs lie in `moved`; undefined before the first order. */
  let movedOrder: Int32Array | undefined

  const putMatrices = ({ positive, negative }: SignedLayer, bits: number, sizes: number, jointSizes: number): void => {
    const put = (matrix: BitMatrix, place: number): void => {
      new Uint32Array(memory.buffer, bits + place * matrix.bits.byteLength, matrix.bits.length).set(matrix.bits)
      new Int32Array(memory.buffer, sizes + place * matrix.rows * 4, matrix.rows).set(matrix.sizes)
    }
    put(positive, 0)
    put(negative, 1)
    // G⁺ and G⁻ are disjoint
    const joint = new Int32Array(memory.buffer, jointSizes, positive.rows)
    joint.set(positive.sizes.map((size, row) => size + (negative.sizes[row] ?? 0)))
  }

  const countOnes = ({ positive, negative }: SignedLayer): Ones => {
    const [plus, minus] = [sumOf(positive.sizes), sumOf(negative.sizes)]
    return [plus, minus, plus + minus]
  }
  const countOverlaps = (place: typeof at, a: number, b: number, counts: number, kind: 0 | 1 | 2): void => {
    if (!place) return
    const { units, rowBytes, starts, lists } = place
    const matrices = [a, b, counts, units, units, rowBytes / 8] as const
    if (isSparse(onesA[kind], onesB[kind], place)) kernels.sparseOverlaps(...matrices, starts, lists)
    else kernels.overlaps(...matrices)
  }

  return {
    load(a, b) {
      at = planMemory(a)
      movedOrder = undefined
      onesA = countOnes(a)
      onesB = countOnes(b)
      const missing = at.lists + onesB[2] * 4 - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
      putMatrices(a, at.a, at.sizesA, at.jointSizesA)
      putMatrices(b, at.b, at.sizesB, at.jointSizesB)
    },

    match(metric, order, positiveWeight) {
      if (!at) return { distance: 0, assignment: new Int32Array(), unitDistances: new Float64Array() }
      const { units, matrixBytes, rowBytes, costs } = at
      if (order && !(movedOrder && sameOrder(order, movedOrder))) {
        const blocks = order.length
        new Int32Array(memory.buffer, at.order, blocks).set(order)
        kernels.reorder(at.b, at.moved, 2 * units, rowBytes, at.order, blocks, at.inputs / blocks, at.places)
        movedOrder = order
      }
      const b = order ? at.moved : at.b
      if (metric === 'nnstd') {
        kernels.unite(at.a, at.a + matrixBytes, at.jointA, matrixBytes)
        kernels.unite(b, b + matrixBytes, at.jointB, matrixBytes)
        countOverlaps(at, at.jointA, at.jointB, at.plus, 2)
        kernels.editCosts(at.plus, at.jointSizesA, at.jointSizesB, units, units, costs)
      } else {
        countOverlaps(at, at.a, b, at.plus, 0)
        countOverlaps(at, at.a + matrixBytes, b + matrixBytes, at.minus, 1)
        kernels.signedCosts(at.plus, at.minus, at.sizesA, at.sizesB, units, units, positiveWeight, costs)
      }
      kernels.assign(costs, units, at.assignment, at.plus, at.workspace)
      const assignment = new Int32Array(memory.buffer, at.assignment, units).slice()
      const values = new Float64Array(memory.buffer, costs, units * units)
      const unitDistances = Float64Array.from(assignment, (column, row) => values[row * units + column] ?? 0)
      const total = unitDistances.reduce((sum, value) => sum + value, 0)
      return { distance: units === 0 ? 0 : total / units, assignment, unitDistances }
    },

    reordered(b) {
      if (!at) return b
      const moved = at.moved
      const read = (matrix: BitMatrix, place: 0 | 1): BitMatrix => ({
        ...matrix,
        bits: new Uint32Array(memory.buffer, moved + place * matrix.bits.byteLength, matrix.bits.length).slice(),
      })
      return { ...b, positive: read(b.positive, 0), negative: read(b.negative, 1) }
    },
  }
}
