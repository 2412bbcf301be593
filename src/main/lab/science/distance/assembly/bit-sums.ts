// Overlaps of every row of one bit matrix with every row of another, by the second's columns: a row's overlaps with 128 rows of
// b are the sums, bit by bit, of b's columns at the row's ones. Numbers are added up as planes of bits: the first plane holds
// the ones of 128 sums, the next their twos, and so on. One step takes 128 pairs of rows on by one input.

/**
 * The columns of a bit matrix as rows of bits, and one more of zeros.
 * @param from (rows, rowBytes), rowBytes a multiple of 16 @param to (8 · rowBytes + 1, columnBytes)
 * @param columnBytes a multiple of 16, with a bit for each row
 */
export function transpose(from: usize, rows: i32, rowBytes: usize, to: usize, columnBytes: usize): void {
  memory.fill(to, 0, ((rowBytes << 3) + 1) * columnBytes)
  for (let row: i32 = 0; row < rows; row++) {
    const byte = to + <usize>(row >> 3)
    const bit = <u8>1 << <u8>(row & 7)
    for (let word: usize = 0; word < rowBytes; word += 8) {
      for (let left = load<u64>(from + word); left; left &= left - 1) {
        const at = byte + ((word << 3) + <usize>ctz(left)) * columnBytes
        store<u8>(at, load<u8>(at) | bit)
      }
    }
    from += rowBytes
  }
}

// Of the sum of three bits the ones and the twos, in each place.
// @ts-ignore: decorator
@inline
function low(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c)
}
// @ts-ignore: decorator
@inline
function high(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(v128.xor(a, b), c))
}

// @ts-ignore: decorator
@inline
function column(base: usize, offsets: usize, index: usize): v128 {
  return v128.load(base + <usize>load<u32>(offsets + (index << 2)))
}

/**
 * counts[i][j] = |a_i ∩ b_j|, int32, where b's columns may be taken in another order.
 * @param a (rowsA, rowBytes) @param columnsB as `transpose` gives them @param order (column of a): column of b, int32
 * @param offsets int32: room for a row's ones and 7 more @param planes room for 32 vectors
 */
export function sumOverlaps(
  a: usize,
  columnsB: usize,
  counts: usize,
  rowsA: i32,
  rowsB: i32,
  rowBytes: usize,
  columnBytes: usize,
  order: usize,
  offsets: usize,
  planes: usize,
): void {
  const zeros = <u32>((rowBytes << 3) * columnBytes)
  for (let row: i32 = 0; row < rowsA; row++) {
    let end = offsets
    for (let word: usize = 0; word < rowBytes; word += 8) {
      for (let left = load<u64>(a + word); left; left &= left - 1) {
        store<u32>(end, load<u32>(order + (word << 5) + (<usize>ctz(left) << 2)) * <u32>columnBytes)
        end += 4
      }
    }
    for (; (end - offsets) & 31; end += 4) store<u32>(end, zeros)
    for (let chunk: usize = 0; chunk < columnBytes; chunk += 16) {
      const count = addColumns(columnsB + chunk, offsets, end, planes)
      writeSums(planes, count, counts, chunk << 3, min(<usize>rowsB, (chunk << 3) + 128))
    }
    a += rowBytes
    counts += (<usize>rowsB) << 2
  }
}

// Adds up 128 rows' bits of the columns at the offsets, eight columns at a time; gives how many planes there are.
function addColumns(base: usize, offsets: usize, end: usize, planes: usize): i32 {
  let ones = i32x4.splat(0)
  let twos = ones
  let fours = ones
  let count: i32 = 3
  for (let at = offsets; at < end; at += 32) {
    const x0 = column(base, at, 0)
    const x1 = column(base, at, 1)
    const twosA = high(ones, x0, x1)
    ones = low(ones, x0, x1)
    const x2 = column(base, at, 2)
    const x3 = column(base, at, 3)
    const twosB = high(ones, x2, x3)
    ones = low(ones, x2, x3)
    const foursA = high(twos, twosA, twosB)
    twos = low(twos, twosA, twosB)
    const x4 = column(base, at, 4)
    const x5 = column(base, at, 5)
    const twosC = high(ones, x4, x5)
    ones = low(ones, x4, x5)
    const x6 = column(base, at, 6)
    const x7 = column(base, at, 7)
    const twosD = high(ones, x6, x7)
    ones = low(ones, x6, x7)
    const foursB = high(twos, twosC, twosD)
    twos = low(twos, twosC, twosD)
    let carry = high(fours, foursA, foursB)
    fours = low(fours, foursA, foursB)
    // Through all planes, for where the carry ends is hard to foresee.
    const top = planes + ((<usize>count) << 4)
    for (let plane = planes + 48; plane < top; plane += 16) {
      const before = v128.load(plane)
      v128.store(plane, v128.xor(before, carry))
      carry = v128.and(before, carry)
    }
    if (v128.any_true(carry)) {
      v128.store(top, carry)
      count++
    }
  }
  v128.store(planes, ones)
  v128.store(planes, twos, 16)
  v128.store(planes, fours, 32)
  return count
}

// The sums of the planes as int32, four at a time.
function writeSums(planes: usize, count: i32, counts: usize, from: usize, to: usize): void {
  const bits = i32x4(1, 2, 4, 8)
  for (let index = from; index < to; index += 4) {
    const mask = i32x4.shl(bits, <i32>(index & 31))
    const word = planes + (((index & 127) >> 5) << 2)
    let sum = i32x4.splat(0)
    for (let plane: i32 = 0; plane < count; plane++) {
      const own = v128.and(v128.load32_splat(word + ((<usize>plane) << 4)), mask)
      sum = v128.or(sum, v128.and(i32x4.eq(own, mask), i32x4.splat(1 << plane)))
    }
    if (index + 4 <= to) {
      v128.store(counts + (index << 2), sum)
      continue
    }
    v128.store(planes, sum, 496)
    memory.copy(counts + (index << 2), planes + 496, (to - index) << 2)
  }
}
