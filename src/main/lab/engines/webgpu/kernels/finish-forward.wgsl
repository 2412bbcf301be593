// Adds the bias, and takes the ReLU if there is one: output (slot, row, column).
override relu: bool;
override biasAt: u32;
override outputStride: u32;

fn finishRow(slot: u32, split: u32, m: u32, n: u32, sum: vec4<f32>) {
  let value = sum + weights_4(slot * weightStride + biasAt + n, columns - n);
  let result = select(value, max(value, vec4<f32>()), relu);
  store_output_4(slot * outputStride + m * columns + n, columns - n, result);
}
