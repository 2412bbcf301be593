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
