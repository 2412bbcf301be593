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
