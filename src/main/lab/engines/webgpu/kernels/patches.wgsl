// The 3×3 surroundings of a pixel on the input map: input (slot, image, row, col, channel), 0 outside.
override channels: u32;
override inputStride: u32;

fn inputAt(slot: u32, place: Place, tap: u32, channel: u32, count: u32) -> vec4<f32> {
  // wraps round to a large number above and left of the map
  let row = place.row + tap / 3u - 1u;
  let col = place.col + tap % 3u - 1u;
  if (row >= height || col >= width) { return vec4<f32>(); }
  let pixel = (place.image * height + row) * width + col;
  return input_4(slot * inputStride + pixel * channels + channel, count);
}

// Entry `index` = tap · channels + channel of a patch, and the three after it; 1 after the last, for the bias.
fn patch4(slot: u32, place: Place, index: u32) -> vec4<f32> {
  if (channels % 4u == 0u) {
    if (index >= 9u * channels) { return vec4(1.0, 0.0, 0.0, 0.0); }
    return inputAt(slot, place, index / channels, index % channels, 4u);
  }
  return vec4(
    patch1(slot, place, index),
    patch1(slot, place, index + 1u),
    patch1(slot, place, index + 2u),
    patch1(slot, place, index + 3u),
  );
}

fn patch1(slot: u32, place: Place, index: u32) -> f32 {
  if (index >= 9u * channels) { return select(0.0, 1.0, index == 9u * channels); }
  return inputAt(slot, place, index / channels, index % channels, 1u).x;
}
