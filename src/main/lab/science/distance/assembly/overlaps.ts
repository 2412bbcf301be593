// Overlaps of every row of one bit matrix with every row of another: AND and popcount, 64 bits at a time, two rows of each at
// once. (A processor counts the bits of a whole register in one go, but not those of a vector.)

/**
 * counts[i][j] = |a_i ∩ b_j|, int32.
 * @param a (rowsA, words) @param b (rowsB, words), 8 bytes a word @param counts (rowsA, rowsB)
 */
export function overlaps(a: usize, b: usize, counts: usize, rowsA: i32, rowsB: i32, words: i32): void {
  const rowBytes = (<usize>words) << 3
  for (let i: i32 = 0; i < rowsA; i += 2) {
    const a0 = a + <usize>i * rowBytes
    const a1 = i + 1 < rowsA ? a0 + rowBytes : a0
    const upper = counts + ((<usize>(i * rowsB)) << 2)
    const lower = i + 1 < rowsA ? upper + ((<usize>rowsB) << 2) : upper
    for (let j: i32 = 0; j < rowsB; j += 2) {
      const b0 = b + <usize>j * rowBytes
      const b1 = j + 1 < rowsB ? b0 + rowBytes : b0
      let c00: i64 = 0
      let c01: i64 = 0
      let c10: i64 = 0
      let c11: i64 = 0
      for (let at: usize = 0; at < rowBytes; at += 8) {
        const x0 = load<i64>(a0 + at)
        const x1 = load<i64>(a1 + at)
        const y0 = load<i64>(b0 + at)
        const y1 = load<i64>(b1 + at)
        c00 += popcnt(x0 & y0)
        c01 += popcnt(x0 & y1)
        c10 += popcnt(x1 & y0)
        c11 += popcnt(x1 & y1)
      }
      const to = (<usize>j) << 2
      store<i32>(upper + to, <i32>c00)
      store<i32>(lower + to, <i32>c10)
      if (j + 1 < rowsB) {
        store<i32>(upper + to, <i32>c01, 4)
        store<i32>(lower + to, <i32>c11, 4)
      }
    }
  }
}

/**
 * The same counts for matrices with few ones: each row's ones are looked up in lists of the rows of b that share them.
 * @param columns bits of a row, with padding
 * @param starts (column), and one more, int32: room for each list's start
 * @param lists int32: room for b's ones
 */
export function sparseOverlaps(
  a: usize,
  b: usize,
  counts: usize,
  rowsA: i32,
  rowsB: i32,
  words: i32,
  starts: usize,
  lists: usize,
): void {
  const rowBytes = (<usize>words) << 3
  const columns = rowBytes << 3
  memory.fill(starts, 0, (columns + 1) << 2)
  for (let at = b; at < b + <usize>rowsB * rowBytes; at += 8) {
    const first = starts + (((at - b) % rowBytes) << 5) + 4
    for (let left = load<u64>(at); left; left &= left - 1) {
      const to = first + (<usize>ctz(left) << 2)
      store<i32>(to, load<i32>(to) + 1)
    }
  }
  let sum: i32 = 0
  for (let at = starts; at <= starts + (columns << 2); at += 4) {
    sum += load<i32>(at)
    store<i32>(at, sum)
  }
  // Filling the lists moves each start to its list's end, which is the start of the next: they are read one column earlier.
  for (let row: i32 = 0; row < rowsB; row++) {
    for (let word: usize = 0; word < rowBytes; word += 8) {
      for (let left = load<u64>(b + word); left; left &= left - 1) {
        const to = starts + (word << 5) + (<usize>ctz(left) << 2)
        const place = load<i32>(to)
        store<i32>(lists + ((<usize>place) << 2), row)
        store<i32>(to, place + 1)
      }
    }
    b += rowBytes
  }
  memory.fill(counts, 0, (<usize>(rowsA * rowsB)) << 2)
  for (let row: i32 = 0; row < rowsA; row++) {
    for (let word: usize = 0; word < rowBytes; word += 8) {
      for (let left = load<u64>(a + word); left; left &= left - 1) {
        const column = starts + (word << 5) + (<usize>ctz(left) << 2)
        const start = column == starts ? 0 : load<i32>(column - 4)
        const end = lists + ((<usize>load<i32>(column)) << 2)
        for (let entry = lists + ((<usize>start) << 2); entry < end; entry += 4) {
          const to = counts + ((<usize>load<i32>(entry)) << 2)
          store<i32>(to, load<i32>(to) + 1)
        }
      }
    }
    a += rowBytes
    counts += (<usize>rowsB) << 2
  }
}

/** to = a ∪ b, of `bytes` bytes, a multiple of 16. */
export function unite(a: usize, b: usize, to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.or(v128.load(a + at), v128.load(b + at)))
}
