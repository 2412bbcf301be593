// The biases' gradients of a dense layer, sums of delta (slot, image, unit) over the batch: they follow the weights'.
override units: u32;
override biasAt: u32;
override deltaStride: u32;
override gradientStride: u32;

@compute @workgroup_size(64)
fn sumBiases(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let unit = group.x * 64u + thread;
  if (unit >= units) { return; }
  var sum = 0.0;
  for (var image = 0u; image < launch.images; image++) {
    sum += delta[group.z * deltaStride + image * units + unit];
  }
  gradient[group.z * gradientStride + biasAt + unit] = sum;
}
