// Fills the slice of A from four values at one depth at a time.
const aAlongDepth = false;

fn loadA(slot: u32, m: u32, k: u32, mb: u32, kb: u32) {
  let at = kb * lineA + mb / 4u;
  sliceA[at] = a4(slot, m, k);
  sliceA[at + lineA] = a4(slot, m, k + 1u);
  sliceA[at + 2u * lineA] = a4(slot, m, k + 2u);
  sliceA[at + 3u * lineA] = a4(slot, m, k + 3u);
}
