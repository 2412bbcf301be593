/**
 * Some images as the network sees them: pixel · scale[channel] + offset[channel].
 * @param pixels (image, row, col, channel), uint8; up to 3 bytes behind the last are read
 * @param scale (and `offset`) with zeros up to 4 channels
 * @param output (image, row, col, padded channel), the first image's first pixel inside the border; `outputImage`, `outputRow`
 * and `outputPixel` bytes from one to the next
 */
export function loadImages(
  pixels: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  scale: usize,
  offset: usize,
  output: usize,
  outputImage: usize,
  outputRow: usize,
  outputPixel: usize,
): void {
  const together = channels <= 4 && outputPixel == 16
  for (let image: i32 = 0; image < images; image++) {
    for (let row: i32 = 0; row < height; row++) {
      const to = output + <usize>image * outputImage + <usize>row * outputRow
      if (together) loadVectors(pixels, width, channels, v128.load(scale), v128.load(offset), to)
      else loadValues(pixels, width, channels, scale, offset, to, outputPixel)
      pixels += width * channels
    }
  }
}

// A pixel at a time; a channel that is none has scale and offset 0.
function loadVectors(pixels: usize, width: i32, channels: i32, scale: v128, offset: v128, to: usize): void {
  for (const end = to + ((<usize>width) << 4); to < end; to += 16) {
    const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(pixels))
    const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes))
    v128.store(to, f32x4.add(f32x4.mul(values, scale), offset))
    pixels += channels
  }
}

function loadValues(
  pixels: usize,
  width: i32,
  channels: i32,
  scale: usize,
  offset: usize,
  to: usize,
  outputPixel: usize,
): void {
  for (let col: i32 = 0; col < width; col++) {
    for (let channel: i32 = 0; channel < channels; channel++) {
      const at = (<usize>channel) << 2
      store<f32>(to + at, <f32>load<u8>(pixels) * load<f32>(scale + at) + load<f32>(offset + at))
      pixels++
    }
    to += outputPixel
  }
}

/** Copies rows of `rowBytes` (a multiple of 16) from one map into another whose rows lie further apart. */
export function copyRows(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, rowBytes: usize): void {
  for (let row: i32 = 0; row < rows; row++) memory.copy(to + <usize>row * toRow, from + <usize>row * fromRow, rowBytes)
}
