// histogram (bin): alive weights with the bits found so far, by their next bits. A workgroup takes 64 weights a thread.
var<workgroup> counts: array<atomic<u32>, bins>;

@compute @workgroup_size(256)
fn count(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  for (var bin = thread; bin < bins; bin += 256u) { atomicStore(&counts[bin], 0u); }
  workgroupBarrier();
  let found = task[2] >> end();
  for (var turn = 0u; turn < 64u; turn++) {
    let index = (group.x * 64u + turn) * 256u + thread;
    if (index >= task[0] || ((mask[index / 32u] >> (index % 32u)) & 1u) == 0u) { continue; }
    let magnitude = weights[index] & 0x7fffffffu;
    if (magnitude >> end() == found) { atomicAdd(&counts[(magnitude >> shift()) % bins], 1u); }
  }
  workgroupBarrier();
  for (var bin = thread; bin < bins; bin += 256u) {
    let own = atomicLoad(&counts[bin]);
    if (own > 0u) { atomicAdd(&histogram[bin], own); }
  }
}
