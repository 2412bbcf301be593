// A: inputs, (image, input). B: weights, (input, unit).
override columns = units;

fn rowCount() -> u32 { return launch.images; }
fn depth() -> u32 { return inputs; }

fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= rowCount() || k >= inputs) { return vec4<f32>(); }
  return input_4(slot * inputStride + m * inputs + k, inputs - k);
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= inputs || n >= columns) { return vec4<f32>(); }
  return weights_4(slot * weightStride + n * inputs + k, inputs - k);
}
