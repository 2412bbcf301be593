// Fills the slice of B from four values at one depth at a time.
const bAlongDepth = false;

fn loadB(slot: u32, k: u32, n: u32, kb: u32, nb: u32) {
  let at = kb * lineB + nb / 4u;
  sliceB[at] = b4(slot, k, n);
  sliceB[at + lineB] = b4(slot, k + 1u, n);
  sliceB[at + 2u * lineB] = b4(slot, k + 2u, n);
  sliceB[at + 3u * lineB] = b4(slot, k + 3u, n);
}
