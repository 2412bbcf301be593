// The same where 2×2 pooling follows: the gradient of a window, (slot, image, row, col, filter), belongs to the pixel that
// was its largest. choice: (slot, image, row, col, filter / 4), a byte for each filter.
override filters: u32;
override deltaStride: u32;
override choiceStride: u32;

fn delta4(slot: u32, place: Place, filterIndex: u32) -> vec4<f32> {
  if (place.row / 2u >= windowRows || place.col / 2u >= windowCols) { return vec4<f32>(); }
  let window = (place.image * windowRows + place.row / 2u) * windowCols + place.col / 2u;
  let corner = place.row % 2u * 2u + place.col % 2u;
  let four = delta_4(slot * deltaStride + window * filters + filterIndex, filters - filterIndex);
  let word = choice[slot * choiceStride + window * ((filters + 3u) / 4u) + filterIndex / 4u];
  let chosen = (vec4(word) >> vec4(0u, 8u, 16u, 24u)) & vec4(255u);
  return select(vec4<f32>(), four, chosen == vec4(corner));
}
