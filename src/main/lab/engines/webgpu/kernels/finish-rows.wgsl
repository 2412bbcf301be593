// Four rows by four columns of a product, row by row: the finish's file says what becomes of four values from row m, column n.
fn finish(slot: u32, split: u32, m: u32, n: u32, v0: vec4<f32>, v1: vec4<f32>, v2: vec4<f32>, v3: vec4<f32>) {
  if (n >= columns) { return; }
  if (m < rowCount()) { finishRow(slot, split, m, n, v0); }
  if (m + 1u < rowCount()) { finishRow(slot, split, m + 1u, n, v1); }
  if (m + 2u < rowCount()) { finishRow(slot, split, m + 2u, n, v2); }
  if (m + 3u < rowCount()) { finishRow(slot, split, m + 3u, n, v3); }
}
