// What one dispatch is about: which part of a grid it computes, and which images its step sees.
struct Launch {
  // first workgroup of this part
  origin: vec3<u32>,
  // images in the batch: fewer than usual in an epoch's last step
  images: u32,
  // where the batch begins in its epoch's order
  first: u32,
  // which step of the epoch, from 0
  step: u32,
}
@group(1) @binding(0) var<uniform> launch: Launch;
