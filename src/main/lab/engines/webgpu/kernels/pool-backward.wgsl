// output (slot, image, row, col, channel), of the input's shape: a window's gradient for its largest, of equals the first; else 0.
override deltaStride: u32;

@compute @workgroup_size(256)
fn unpool(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let slot = group.z;
  let index = group.x * 256u + thread;
  let channel = index % channels;
  let pixel = index / channels;
  let image = pixel / (height * width);
  if (image >= launch.images) { return; }
  let row = pixel % (height * width) / width;
  let col = pixel % width;
  var gradient = 0.0;
  if (row / 2u < windowRows && col / 2u < windowCols) {
    let four = windowOf(slot, image, row / 2u, col / 2u, channel);
    var chosen = 0u;
    if (four[1] > four[chosen]) { chosen = 1u; }
    if (four[2] > four[chosen]) { chosen = 2u; }
    if (four[3] > four[chosen]) { chosen = 3u; }
    if (chosen == row % 2u * 2u + col % 2u) {
      let window = (image * windowRows + row / 2u) * windowCols + col / 2u;
      gradient = delta[slot * deltaStride + window * channels + channel];
    }
  }
  output[slot * outputStride + index] = gradient;
}
