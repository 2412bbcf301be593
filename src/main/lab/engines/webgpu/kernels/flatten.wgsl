// Between a map, (slot, image, pixel, channel), and the inputs of the dense layer behind it, (slot, image, channel, pixel).
override pixels: u32;
override channels: u32;
override stride: u32; // of a slot, the same for both
override back: bool;

@compute @workgroup_size(256)
fn flatten(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let index = group.x * 256u + thread;
  let image = index / (pixels * channels);
  if (image >= launch.images) { return; }
  let rest = index % (pixels * channels);
  let pixel = rest % pixels;
  let channel = rest / pixels;
  let flat = group.z * stride + index;
  let map = group.z * stride + (image * pixels + pixel) * channels + channel;
  if (back) { output[map] = input[flat]; } else { output[flat] = input[map]; }
}
