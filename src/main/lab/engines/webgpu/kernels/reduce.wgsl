// Adds up the splits' shares of a product, in their order; a thread takes four rows by four columns.
override splits: u32;
override partialRows: u32;
override columnGroups = (columns + 3u) / 4u;

fn share(slot: u32, split: u32, m: u32, n: u32) -> vec4<f32> {
  if (m >= rowCount()) { return vec4<f32>(); }
  return partial_4(((slot * splits + split) * partialRows + m) * columns + n, columns - n);
}

@compute @workgroup_size(64)
fn add(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let index = group.x * 64u + thread;
  let m = index / columnGroups * 4u;
  let n = index % columnGroups * 4u;
  var v0 = vec4<f32>();
  var v1 = vec4<f32>();
  var v2 = vec4<f32>();
  var v3 = vec4<f32>();
  for (var split = 0u; split < splits; split++) {
    v0 += share(group.z, split, m, n);
    v1 += share(group.z, split, m + 1u, n);
    v2 += share(group.z, split, m + 2u, n);
    v3 += share(group.z, split, m + 3u, n);
  }
  finish(group.z, 0u, m, n, v0, v1, v2, v3);
}
