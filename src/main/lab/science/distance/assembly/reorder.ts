/**
 * Moves a bit matrix's columns in blocks of `positions`: block p of the result is block order[p] of `from`.
 * @param rowBytes a multiple of 16 @param order (block), int32 @param places (block), int32: room for the order's inverse
 */
export function reorder(
  from: usize,
  to: usize,
  rows: i32,
  rowBytes: usize,
  order: usize,
  blocks: i32,
  positions: i32,
  places: usize,
): void {
  if ((positions & 31) == 0) {
    const blockBytes = <usize>(positions >> 3)
    const moved = <usize>blocks * blockBytes
    for (let row: i32 = 0; row < rows; row++) {
      for (let block: i32 = 0; block < blocks; block++) {
        const source = from + <usize>load<i32>(order + ((<usize>block) << 2)) * blockBytes
        const target = to + <usize>block * blockBytes
        for (let at: usize = 0; at < blockBytes; at += 4) store<u32>(target + at, load<u32>(source + at))
      }
      memory.fill(to + moved, 0, rowBytes - moved)
      from += rowBytes
      to += rowBytes
    }
    return
  }
  for (let block: i32 = 0; block < blocks; block++) {
    store<i32>(places + ((<usize>load<i32>(order + ((<usize>block) << 2))) << 2), block)
  }
  memory.fill(to, 0, <usize>rows * rowBytes)
  for (let row: i32 = 0; row < rows; row++) {
    for (let word: usize = 0; word < rowBytes; word += 8) {
      let left = load<u64>(from + word)
      while (left) {
        const column = <i32>(word << 3) + <i32>ctz(left)
        const block = column / positions
        const place = load<i32>(places + ((<usize>block) << 2)) * positions + column - block * positions
        const byte = to + <usize>(place >> 3)
        store<u8>(byte, load<u8>(byte) | (<u8>1 << <u8>(place & 7)))
        left &= left - 1
      }
    }
    from += rowBytes
    to += rowBytes
  }
}
