// Fills the slice of B from four values along the depth at a time, turned on the way.
const bAlongDepth = true;

fn loadB(slot: u32, k: u32, n: u32, kb: u32, nb: u32) {
  let v0 = b4(slot, k, n);
  let v1 = b4(slot, k, n + 1u);
  let v2 = b4(slot, k, n + 2u);
  let v3 = b4(slot, k, n + 3u);
  let at = kb * lineB + nb / 4u;
  sliceB[at] = vec4(v0.x, v1.x, v2.x, v3.x);
  sliceB[at + lineB] = vec4(v0.y, v1.y, v2.y, v3.y);
  sliceB[at + 2u * lineB] = vec4(v0.z, v1.z, v2.z, v3.z);
  sliceB[at + 3u * lineB] = vec4(v0.w, v1.w, v2.w, v3.w);
}
