// A: gradients around a pixel of the input, (place, tap · filter). B: weights, (tap · filter, channel).
const aAlongDepth = true;
const bAlongDepth = true;
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

fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= rowCount() || k >= depth()) { return vec4<f32>(); }
  let place = rowByRow(m);
  if (filters % 4u == 0u) { return deltaAt(slot, place, k); }
  return vec4(delta1(slot, place, k), delta1(slot, place, k + 1u), delta1(slot, place, k + 2u), delta1(slot, place, k + 3u));
}

fn delta1(slot: u32, place: Place, index: u32) -> f32 {
  if (index >= depth()) { return 0.0; }
  let filterIndex = index % filters;
  return deltaAt(slot, place, index - filterIndex % 4u)[filterIndex % 4u];
}

fn weight1(slot: u32, index: u32, channel: u32) -> f32 {
  if (index >= depth()) { return 0.0; }
  let at = (index / filters * channels + channel) * filters + index % filters;
  return weights_4(slot * weightStride + at, 1u).x;
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= depth() || n >= columns) { return vec4<f32>(); }
  if (filters % 4u == 0u) {
    return weights_4(slot * weightStride + (k / filters * channels + n) * filters + k % filters, 4u);
  }
  return vec4(weight1(slot, k, n), weight1(slot, k + 1u, n), weight1(slot, k + 2u, n), weight1(slot, k + 3u, n));
}
