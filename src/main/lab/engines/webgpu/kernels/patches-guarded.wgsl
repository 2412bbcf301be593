// For any number of channels: entries index = tap · channels + channel … index + 3 of a patch; 1 after the last, for the bias.
fn patch4(slot: u32, place: Place, index: u32) -> vec4<f32> {
  var four = vec4<f32>();
  for (var i = 0u; i < 4u; i++) {
    let entry = index + i;
    if (entry < 9u * channels) { four[i] = inputAt(slot, place, entry / channels, entry % channels, 1u).x; }
    if (entry == 9u * channels) { four[i] = 1.0; }
  }
  return four;
}
