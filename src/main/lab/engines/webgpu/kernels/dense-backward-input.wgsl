// A: gradients, (image, unit). B: weights, (unit, input).
override columns = inputs;

fn rowCount() -> u32 { return launch.images; }
fn depth() -> u32 { return units; }

fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= rowCount() || k >= units) { return vec4<f32>(); }
  return delta_4(slot * deltaStride + m * units + k, units - k);
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= units || n >= columns) { return vec4<f32>(); }
  return weights_4(slot * weightStride + k * inputs + n, columns - n);
}
