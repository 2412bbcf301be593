/** Sets of input indices, one a row, as bits. Rows are padded with zeros to whole vectors of 128 bits. */
export interface BitMatrix {
  rows: number
  columns: number
  /** 32-bit words of a row; a multiple of 4. */
  words: number
  /** (row, word), least significant bit first. In shared memory, so that workers need no copy. */
  bits: Uint32Array
  /** Ones in each row. */
  sizes: Int32Array
}

/** An empty matrix to be filled by `setBit`. */
export function createBitMatrix(rows: number, columns: number): BitMatrix {
  const words = Math.ceil(columns / 128) * 4
  return {
    rows,
    columns,
    words,
    bits: new Uint32Array(new SharedArrayBuffer(rows * words * 4)),
    sizes: new Int32Array(new SharedArrayBuffer(rows * 4)),
  }
}

/** Adds a column to a row's set; the row must not have it yet. */
export function setBit(matrix: BitMatrix, row: number, column: number): void {
  const word = row * matrix.words + (column >>> 5)
  matrix.bits[word] = (matrix.bits[word] ?? 0) | (1 << (column & 31))
  matrix.sizes[row] = (matrix.sizes[row] ?? 0) + 1
}

/** Calls back with each column of a row's set, in rising order. */
function eachBit(matrix: BitMatrix, row: number, use: (column: number) => void): void {
  const start = row * matrix.words
  for (let word = 0; word < matrix.words; word++) {
    let left = matrix.bits[start + word] ?? 0
    while (left !== 0) {
      const lowest = left & -left
      use(word * 32 + 31 - Math.clz32(lowest))
      left ^= lowest
    }
  }
}

/**
 * Moves columns in blocks: block p of the result is block `order[p]` of `matrix`.
 * @param positions columns in a block
 */
export function reorderColumns(matrix: BitMatrix, order: Int32Array, positions: number): BitMatrix {
  const place = new Int32Array(order.length)
  order.forEach((from, to) => (place[from] = to))
  const moved = createBitMatrix(matrix.rows, matrix.columns)
  if (positions % 32 === 0) {
    const wordsPerBlock = positions / 32
    for (let row = 0; row < matrix.rows; row++) {
      const start = row * matrix.words
      order.forEach((from, to) => {
        const source = start + from * wordsPerBlock
        moved.bits.set(matrix.bits.subarray(source, source + wordsPerBlock), start + to * wordsPerBlock)
      })
    }
    moved.sizes.set(matrix.sizes)
    return moved
  }
  const target = new Int32Array(matrix.columns)
  for (let column = 0; column < target.length; column++) {
    const block = Math.floor(column / positions)
    target[column] = (place[block] ?? 0) * positions + (column - block * positions)
  }
  for (let row = 0; row < matrix.rows; row++) eachBit(matrix, row, (column) => setBit(moved, row, target[column] ?? 0))
  return moved
}
