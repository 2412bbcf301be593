// Where 4 divides the channels: entries index = tap · channels + channel … index + 3 of a patch; 1 after the last, for the bias.
fn patch4(slot: u32, place: Place, index: u32) -> vec4<f32> {
  if (index >= 9u * channels) { return vec4(1.0, 0.0, 0.0, 0.0); }
  return inputAt(slot, place, index / channels, index % channels, 4u);
}
