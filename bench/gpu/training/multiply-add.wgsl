// As many multiply-adds as a device can do: 16 independent sums in registers, each `turns` · 16 times.
@group(0) @binding(0) var<storage, read> terms: array<f32, 2>;
@group(0) @binding(1) var<storage, read_write> results: array<f32>;
override turns: u32;

@compute @workgroup_size(256)
fn multiplyAdd(@builtin(global_invocation_id) place: vec3<u32>) {
  // read, so that no compiler knows them
  let factor = vec4(terms[0]);
  let term = vec4(terms[1]);
  var a = vec4(f32(place.x));
  var b = a + 1.0;
  var c = a + 2.0;
  var d = a + 3.0;
  for (var turn = 0u; turn < turns; turn++) {
    for (var inner = 0u; inner < 16u; inner++) {
      a = fma(a, factor, term);
      b = fma(b, factor, term);
      c = fma(c, factor, term);
      d = fma(d, factor, term);
    }
  }
  results[place.x] = dot(a + b + c + d, vec4(1.0));
}
