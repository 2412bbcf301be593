// Bias, ReLU and 2×2 pooling: four rows are the four pixels of a window. output (slot, window, filter); choice
// (slot, window, filter / 4) notes in a byte for each filter which pixel was the largest, of equals the first.
override biasAt: u32;
override outputStride: u32;
override choiceStride: u32;

fn finish(slot: u32, split: u32, m: u32, n: u32, v0: vec4<f32>, v1: vec4<f32>, v2: vec4<f32>, v3: vec4<f32>) {
  if (n >= columns || m >= rowCount()) { return; }
  var largest = v0;
  var chosen = vec4<u32>();
  chosen = select(chosen, vec4(1u), v1 > largest);
  largest = max(largest, v1);
  chosen = select(chosen, vec4(2u), v2 > largest);
  largest = max(largest, v2);
  chosen = select(chosen, vec4(3u), v3 > largest);
  largest = max(largest, v3);
  // the bias is the same for all four, and neither it nor the ReLU changes which is the largest
  let value = max(largest + weights_4(slot * weightStride + biasAt + n, columns - n), vec4<f32>());
  let window = m / 4u;
  store_output_4(slot * outputStride + window * columns + n, columns - n, value);
  let bytes = chosen << vec4(0u, 8u, 16u, 24u);
  choice[slot * choiceStride + window * ((columns + 3u) / 4u) + n / 4u] = bytes.x | bytes.y | bytes.z | bytes.w;
}
