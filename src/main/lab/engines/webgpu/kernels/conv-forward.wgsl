// A: patches of the input, (place, tap · channel). B: weights, (tap · channel, filter), then the biases.
override filters: u32;
override weightStride: u32;
override columns = filters;

fn rowCount() -> u32 { return launch.images * sites(); }
fn depth() -> u32 { return 9u * channels; }

fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= rowCount() || k >= depth()) { return vec4<f32>(); }
  var four = patch4(slot, placeOf(m), k);
  // the entry after the last is the bias's
  if (channels % 4u != 0u && depth() - k < 4u) { four[depth() - k] = 0.0; }
  return four;
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= depth() || n >= columns) { return vec4<f32>(); }
  return weights_4(slot * weightStride + k * filters + n, columns - n);
}
