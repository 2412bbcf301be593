// Where 4 divides the filters.
fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  if (m >= rowCount() || k >= depth()) { return vec4<f32>(); }
  return deltaAt(slot, rowByRow(m), k);
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  if (k >= depth() || n >= columns) { return vec4<f32>(); }
  return weights_4(slot * weightStride + (k / filters * channels + n) * filters + k % filters, 4u);
}
