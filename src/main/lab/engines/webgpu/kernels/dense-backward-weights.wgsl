// A: gradients, (unit, image). B: inputs, (image, input).
override columns = inputs;

fn rowCount() -> u32 { return units; }
fn depth() -> u32 { return launch.images; }

fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= units || k >= depth()) { return vec4<f32>(); }
  return delta_4(slot * deltaStride + k * units + m, units - m);
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= depth() || n >= inputs) { return vec4<f32>(); }
  return input_4(slot * inputStride + k * inputs + n, inputs - n);
}
