// One split's share of the sums: partial (slot, split, row, column).
override partialRows: u32;

fn finishRow(slot: u32, split: u32, m: u32, n: u32, value: vec4<f32>) {
  store_partial_4(((slot * splits + split) * partialRows + m) * columns + n, columns - n, value);
}
