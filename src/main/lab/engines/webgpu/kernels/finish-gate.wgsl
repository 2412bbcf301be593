// The gradient goes on where the layer's input was positive: through the ReLU that made it. output (slot, row, column) has
// the shape of the input.
override outputStride: u32;
override gateStride: u32;

fn finishRow(slot: u32, split: u32, m: u32, n: u32, value: vec4<f32>) {
  let at = m * columns + n;
  let open = gate_4(slot * gateStride + at, columns - n) > vec4<f32>();
  store_output_4(slot * outputStride + at, columns - n, select(vec4<f32>(), value, open));
}
