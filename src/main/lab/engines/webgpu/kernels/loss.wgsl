// Softmax cross-entropy of each image: outcomes (slot, place in the epoch's order) = (loss, 1 where the largest logit is the
// label's, of equals the first), and the gradient of the batch's mean: delta (slot, image, class).
override classes: u32;
override logitStride: u32;
override orderStride: u32;
override outcomeStride: u32;

@compute @workgroup_size(64)
fn judge(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let slot = group.z;
  let image = group.x * 64u + thread;
  if (image >= launch.images) { return; }
  let place = launch.first + image;
  let label = labels[order[slot * orderStride + place]];
  let at = slot * logitStride + image * classes;
  var best = 0u;
  for (var unit = 1u; unit < classes; unit++) {
    if (logits[at + unit] > logits[at + best]) { best = unit; }
  }
  let largest = logits[at + best];
  var sum = 0.0;
  for (var unit = 0u; unit < classes; unit++) {
    sum += exp(logits[at + unit] - largest);
  }
  let loss = log(sum) - (logits[at + label] - largest);
  outcomes[slot * outcomeStride + place] = vec2(loss, select(0.0, 1.0, best == label));
  for (var unit = 0u; unit < classes; unit++) {
    let share = exp(logits[at + unit] - largest) / sum;
    delta[at + unit] = (share - select(0.0, 1.0, unit == label)) / f32(launch.images);
  }
}
