// A: gradients around a pixel of the input, (place, tap · filter). B: weights, (tap · filter, channel).
override channels: u32;
override weightStride: u32;
override columns = channels;

fn rowCount() -> u32 { return launch.images * height * width; }
fn depth() -> u32 { return 9u * filters; }

// The output that this input reached through the tap lies on the tap's other side.
fn deltaAt(slot: u32, place: Place, index: u32) -> vec4<f32> {
  let tap = index / filters;
  let source = Place(place.image, place.row + 1u - tap / 3u, place.col + 1u - tap % 3u);
  if (source.row >= height || source.col >= width) { return vec4<f32>(); }
  return delta4(slot, source, index % filters);
}
