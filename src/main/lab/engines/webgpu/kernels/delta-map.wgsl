// Gradient of a convolution's outputs before its ReLU, (slot, image, row, col, filter).
override filters: u32;
override deltaStride: u32;

fn delta4(slot: u32, place: Place, filterIndex: u32) -> vec4<f32> {
  let pixel = (place.image * height + place.row) * width + place.col;
  return delta_4(slot * deltaStride + pixel * filters + filterIndex, filters - filterIndex);
}
