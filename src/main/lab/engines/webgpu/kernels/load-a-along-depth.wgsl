// Fills the slice of A from four values along the depth at a time, turned on the way.
const aAlongDepth = true;

fn loadA(slot: u32, m: u32, k: u32, mb: u32, kb: u32) {
  let v0 = a4(slot, m, k);
  let v1 = a4(slot, m + 1u, k);
  let v2 = a4(slot, m + 2u, k);
  let v3 = a4(slot, m + 3u, k);
  let at = kb * lineA + mb / 4u;
  sliceA[at] = vec4(v0.x, v1.x, v2.x, v3.x);
  sliceA[at + lineA] = vec4(v0.y, v1.y, v2.y, v3.y);
  sliceA[at + 2u * lineA] = vec4(v0.z, v1.z, v2.z, v3.z);
  sliceA[at + 3u * lineA] = vec4(v0.w, v1.w, v2.w, v3.w);
}
