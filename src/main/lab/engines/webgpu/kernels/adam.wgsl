// corrections (slot, step): 1 / (1 − beta1^t) and 1 / (1 − beta2^t) of each trial's own count of steps t.
@compute @workgroup_size(256)
fn adam(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let index = group.x * 256u + thread;
  if (index >= count || !isKept(group.z, index)) { return; }
  let at = group.z * stride + index;
  let correction = corrections[group.z * stepStride + launch.step];
  let slope = gradient[at];
  let mean = beta1 * first[at] + (1.0 - beta1) * slope;
  let square = beta2 * second[at] + (1.0 - beta2) * slope * slope;
  first[at] = mean;
  second[at] = square;
  weights[at] -= learningRate * (mean * correction.x) / (sqrt(square * correction.y) + epsilon);
}
