/**
 * One image as the network sees it: pixel · scale[channel] + offset[channel].
 * @param pixels (row, col, channel), uint8
 * @param output (row, col, padded channel), its first pixel inside the border; `outputRow` bytes from row to row
 */
export function loadImage(
  pixels: usize,
  height: i32,
  width: i32,
  channels: i32,
  scale: usize,
  offset: usize,
  output: usize,
  outputRow: usize,
  outputPixel: usize,
): void {
  for (let row: i32 = 0; row < height; row++) {
    let to = output + <usize>row * outputRow
    for (let col: i32 = 0; col < width; col++) {
      for (let channel: i32 = 0; channel < channels; channel++) {
        const at = (<usize>channel) << 2
        store<f32>(to + at, <f32>load<u8>(pixels) * load<f32>(scale + at) + load<f32>(offset + at))
        pixels++
      }
      to += outputPixel
    }
  }
}

/** Copies rows of `rowBytes` (a multiple of 16) from one map into another whose rows lie further apart. */
export function copyRows(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, rowBytes: usize): void {
  for (let row: i32 = 0; row < rows; row++) memory.copy(to + <usize>row * toRow, from + <usize>row * fromRow, rowBytes)
}
