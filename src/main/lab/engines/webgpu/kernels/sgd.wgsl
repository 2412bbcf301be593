@compute @workgroup_size(256)
fn sgd(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let index = group.x * 256u + thread;
  if (index >= count || !isKept(group.z, index)) { return; }
  let at = group.z * stride + index;
  let velocity = momentum * first[at] + gradient[at];
  first[at] = velocity;
  weights[at] -= learningRate * velocity;
}
