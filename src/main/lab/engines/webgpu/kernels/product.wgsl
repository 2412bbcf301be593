// out[m][n] = Σ_k A[m][k] · B[k][n], for each trial (slot) its own. The operands' file says what A and B are: a4 and b4 give
// four neighbours of them, and 0 beyond their edges; the finish's file says what becomes of four rows by four columns.
// A workgroup computes a tile of (8 · threadsM) rows by (8 · threadsN) columns; a thread 8 × 8 of it, in registers, from
// slices of A and B 16 deep that lie in workgroup memory; loadA and loadB fill them, four by four values at a time. Long
// sums are split: `splits` workgroups take depthPerSplit each. The order of every sum follows from the shapes alone.
override threadsM: u32;
override threadsN: u32;
override splits: u32;
override depthPerSplit: u32;

const sliceDepth = 16u;
override threads = threadsM * threadsN;
// Blocks of four by four values that a thread loads of a slice.
override turnsA = (threadsM * 8u + threads - 1u) / threads;
override turnsB = (threadsN * 8u + threads - 1u) / threads;
// A line of a slice in groups of four values; one more keeps transposed writes off each other's memory banks.
override lineA = threadsM * 2u + 1u;
override lineB = threadsN * 2u + 1u;
// (k, m / 4) and (k, n / 4)
var<workgroup> sliceA: array<vec4<f32>, sliceDepth * lineA>;
var<workgroup> sliceB: array<vec4<f32>, sliceDepth * lineB>;

@compute @workgroup_size(threads)
fn multiply(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = launch.origin + workgroup;
  let slot = group.z / splits;
  let split = group.z % splits;
  let m0 = group.x * threadsM * 8u;
  let n0 = group.y * threadsN * 8u;
  let begin = split * depthPerSplit;
  let tm = thread / threadsN;
  let tn = thread % threadsN;

  // Sums: rows tm · 4 + 0 … 3, then as many in the tile's lower half; columns tn · 4 + 0 … 3 (l), and in its right half (r).
  var l0 = vec4<f32>(); var l1 = vec4<f32>(); var l2 = vec4<f32>(); var l3 = vec4<f32>();
  var l4 = vec4<f32>(); var l5 = vec4<f32>(); var l6 = vec4<f32>(); var l7 = vec4<f32>();
  var r0 = vec4<f32>(); var r1 = vec4<f32>(); var r2 = vec4<f32>(); var r3 = vec4<f32>();
  var r4 = vec4<f32>(); var r5 = vec4<f32>(); var r6 = vec4<f32>(); var r7 = vec4<f32>();

  // Slices beyond the end are 0: a loop whose length is known is unrolled and needs no guard.
  for (var slice = 0u; slice < depthPerSplit / sliceDepth; slice++) {
    let k0 = begin + slice * sliceDepth;
    workgroupBarrier();
    for (var turn = 0u; turn < turnsA; turn++) {
      let block = turn * threads + thread;
      // neighbouring threads read neighbouring values
      let mb = select(block % (threadsM * 2u), block / 4u, aAlongDepth) * 4u;
      let kb = select(block / (threadsM * 2u), block % 4u, aAlongDepth) * 4u;
      if (threadsM * 8u % threads == 0u || block < threadsM * 8u) { loadA(slot, m0 + mb, k0 + kb, mb, kb); }
    }
    for (var turn = 0u; turn < turnsB; turn++) {
      let block = turn * threads + thread;
      let nb = select(block % (threadsN * 2u), block / 4u, bAlongDepth) * 4u;
      let kb = select(block / (threadsN * 2u), block % 4u, bAlongDepth) * 4u;
      if (threadsN * 8u % threads == 0u || block < threadsN * 8u) { loadB(slot, k0 + kb, n0 + nb, kb, nb); }
    }
    workgroupBarrier();
    for (var k = 0u; k < sliceDepth; k++) {
      let upper = sliceA[k * lineA + tm];
      let lower = sliceA[k * lineA + threadsM + tm];
      let left = sliceB[k * lineB + tn];
      let right = sliceB[k * lineB + threadsN + tn];
      l0 = fma(vec4(upper.x), left, l0); r0 = fma(vec4(upper.x), right, r0);
      l1 = fma(vec4(upper.y), left, l1); r1 = fma(vec4(upper.y), right, r1);
      l2 = fma(vec4(upper.z), left, l2); r2 = fma(vec4(upper.z), right, r2);
      l3 = fma(vec4(upper.w), left, l3); r3 = fma(vec4(upper.w), right, r3);
      l4 = fma(vec4(lower.x), left, l4); r4 = fma(vec4(lower.x), right, r4);
      l5 = fma(vec4(lower.y), left, l5); r5 = fma(vec4(lower.y), right, r5);
      l6 = fma(vec4(lower.z), left, l6); r6 = fma(vec4(lower.z), right, r6);
      l7 = fma(vec4(lower.w), left, l7); r7 = fma(vec4(lower.w), right, r7);
    }
  }
  // quarter by quarter of the tile
  var sums = array<vec4<f32>, 16>(l0, l1, l2, l3, r0, r1, r2, r3, l4, l5, l6, l7, r4, r5, r6, r7);
  for (var quarter = 0u; quarter < 4u; quarter++) {
    let m = m0 + (quarter / 2u * threadsM + tm) * 4u;
    let n = n0 + (quarter % 2u * threadsN + tn) * 4u;
    let at = quarter * 4u;
    finish(slot, split, m, n, sums[at], sums[at + 1u], sums[at + 2u], sums[at + 3u]);
  }
}
