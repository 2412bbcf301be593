// gradient (slot, row, column).
override gradientStride: u32;

fn finishRow(slot: u32, split: u32, m: u32, n: u32, value: vec4<f32>) {
  store_gradient_4(slot * gradientStride + m * columns + n, columns - n, value);
}
