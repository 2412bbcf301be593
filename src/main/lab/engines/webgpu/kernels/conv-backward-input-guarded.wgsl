// For any number of filters.
fn a4(slot: u32, m: u32, k: u32) -> vec4<f32> {
  var four = vec4<f32>();
  if (m >= rowCount()) { return four; }
  let place = rowByRow(m);
  for (var i = 0u; i < 4u && k + i < depth(); i++) {
    let corner = (k + i) % filters % 4u;
    four[i] = deltaAt(slot, place, k + i - corner)[corner];
  }
  return four;
}

fn b4(slot: u32, k: u32, n: u32) -> vec4<f32> {
  var four = vec4<f32>();
  if (n >= columns) { return four; }
  for (var i = 0u; i < 4u && k + i < depth(); i++) {
    let at = ((k + i) / filters * channels + n) * filters + (k + i) % filters;
    four[i] = weights_4(slot * weightStride + at, 1u).x;
  }
  return four;
}
