// output (slot, image, row, col, channel): the largest of each window.
@compute @workgroup_size(256)
fn pool(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let index = group.x * 256u + thread;
  let pixel = index / channels;
  let image = pixel / (windowRows * windowCols);
  if (image >= launch.images) { return; }
  let rest = pixel % (windowRows * windowCols);
  let four = windowOf(group.z, image, rest / windowCols, rest % windowCols, index % channels);
  output[group.z * outputStride + index] = max(max(four.x, four.y), max(four.z, four.w));
}
