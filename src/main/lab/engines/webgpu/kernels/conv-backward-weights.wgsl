// A: patches of the input, (tap · channel, place), and a last row of ones for the biases. B: gradients, (place, filter).
override columns = filters;

fn rowCount() -> u32 { return 9u * channels + 1u; }
fn depth() -> u32 { return launch.images * sites(); }

fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= rowCount() || k >= depth()) { return vec4<f32>(); }
  return patch4(slot, placeOf(k), m);
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= depth() || n >= columns) { return vec4<f32>(); }
  return delta4(slot, placeOf(k), n);
}
