import { planMatch } from './layer-match.ts'
import type { SignedLayer } from './network.ts'

const pageBytes = 65536

export type Place = ReturnType<typeof planMemory>

/** Room in the kernels' memory, from its first free byte on: they have no data of their own, so all but the first page. */
export function firstFree(): { reserve(bytes: number): number; end(): number } {
  let free = pageBytes
  return {
    reserve(bytes) {
      const at = free
      free += Math.ceil(bytes / 64) * 64
      return at
    },
    end: () => free,
  }
}

/** Has the memory reach to `end`, in bytes. */
export function growTo(memory: WebAssembly.Memory, end: number): void {
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
}

/** Where one pair of layers lies, as byte addresses; each pair of matrices is the positive one, then the negative one. */
export function planMemory({ units, inputs, positive }: SignedLayer) {
  const { reserve, end } = firstFree()
  const matrixBytes = positive.bits.byteLength
  const rowBytes = positive.words * 4
  const columnBytes = Math.ceil(units / 128) * 16
  const columnsBytes = (rowBytes * 8 + 1) * columnBytes
  return {
    ...planMatch(units, reserve),
    inputs,
    matrixBytes,
    rowBytes,
    columnBytes,
    columnsBytes,
    a: reserve(2 * matrixBytes),
    b: reserve(2 * matrixBytes),
    moved: reserve(2 * matrixBytes),
    jointA: reserve(matrixBytes),
    jointB: reserve(matrixBytes),
    order: reserve(inputs * 4),
    places: reserve(inputs * 4),
    columnsB: reserve(3 * columnsBytes),
    columnOrder: reserve(rowBytes * 32),
    offsets: reserve(rowBytes * 32 + 28),
    planes: reserve(512),
    starts: reserve(positive.words * 128 + 4),
    lists: end(),
  }
}

/**
 * The quickest way to a matrix of overlaps, by about what each takes, were the ones spread evenly, in nanoseconds: `lists` goes
 * to each shared input alone, `sums` to each of a's ones with 128 of b's units at once, `words` to all inputs, 64 at once.
 */
export function chooseWay(
  onesA: number,
  onesB: number,
  { units, inputs, rowBytes, columnBytes }: { units: number; inputs: number; rowBytes: number; columnBytes: number },
): 'lists' | 'sums' | 'words' {
  const lists = (onesA * onesB * 0.5) / inputs + (onesA + onesB) * 2
  const sums = onesA * (columnBytes / 16) * 1.5 + (onesA + onesB) * 2 + units * units
  const words = units * units * (rowBytes / 8) * 0.25
  if (lists <= sums && lists <= words) return 'lists'
  return sums <= words ? 'sums' : 'words'
}
