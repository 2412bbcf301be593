// 2×2 pooling of a map that no convolution has just made. input (slot, image, row, col, channel).
override height: u32;
override width: u32;
override channels: u32;
override windowRows = height / 2u;
override windowCols = width / 2u;
override inputStride: u32;
override outputStride: u32;

fn inputAt(slot: u32, image: u32, row: u32, col: u32, channel: u32) -> f32 {
  return input[slot * inputStride + ((image * height + row) * width + col) * channels + channel];
}

// The window's four, row by row.
fn windowOf(slot: u32, image: u32, row: u32, col: u32, channel: u32) -> vec4<f32> {
  return vec4(
    inputAt(slot, image, row * 2u, col * 2u, channel),
    inputAt(slot, image, row * 2u, col * 2u + 1u, channel),
    inputAt(slot, image, row * 2u + 1u, col * 2u, channel),
    inputAt(slot, image, row * 2u + 1u, col * 2u + 1u, channel),
  );
}
