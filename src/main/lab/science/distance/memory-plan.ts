import type { SignedLayer } from './network.ts'

export const pageBytes = 65536

export type Place = ReturnType<typeof planMemory>

/** Where one pair of layers lies, as byte addresses; each pair of matrices is the positive one, then the negative one. */
export function planMemory({ units, inputs, positive }: SignedLayer) {
  // The kernels have no data of their own, so all but the first page is free.
  let end = pageBytes
  const reserve = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / 64) * 64
    return at
  }
  const matrixBytes = positive.bits.byteLength
  const rowBytes = positive.words * 4
  const columnBytes = Math.ceil(units / 128) * 16
  const columnsBytes = (rowBytes * 8 + 1) * columnBytes
  return {
    units,
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
    columnsB: reserve(3 * columnsBytes),
    columnOrder: reserve(rowBytes * 32),
    offsets: reserve(rowBytes * 32 + 28),
    planes: reserve(512),
    starts: reserve(positive.words * 128 + 4),
    lists: end,
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
