// One step of every parameter: (slot, weight or bias). mask: a bit for each, 0 where it is pruned; a pruned weight and its
// moments are 0 and are left alone.
override count: u32;
override stride: u32; // of a slot's parameters
override maskStride: u32; // of its mask, in words
override learningRate: f32;
// Adam: beta1, beta2, epsilon. SGD: momentum.
override beta1: f32;
override beta2: f32;
override epsilon: f32;
override momentum: f32;
override stepStride: u32; // steps that the corrections have room for

fn isKept(slot: u32, index: u32) -> bool {
  return ((mask[slot * maskStride + index / 32u] >> (index % 32u)) & 1u) == 1u;
}
