// The batch's images as the network sees them: output (slot, image, row, col, channel) = pixel · scale + offset.
// pixels: uint8 (image, row, col, channel) of the images pageFirst … pageFirst + pageCount − 1, four to a word.
override imageLength: u32; // row · col · channel
override channels: u32;
override pageFirst: u32;
override pageCount: u32;
override orderStride: u32; // 0 where all trials see the same order
override outputStride: u32;

@compute @workgroup_size(256)
fn gather(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let slot = group.z;
  let index = group.x * 256u + thread;
  let place = index / imageLength;
  if (place >= launch.images) { return; }
  let image = order[slot * orderStride + launch.first + place] - pageFirst;
  if (image >= pageCount) { return; } // also those before the page: they wrap round
  let value = index % imageLength;
  let byte = image * imageLength + value;
  let pixel = (pixels[byte / 4u] >> (byte % 4u * 8u)) & 255u;
  let tone = tones[value % channels];
  output[slot * outputStride + index] = f32(pixel) * tone.x + tone.y;
}
