// One pass over all parameters. `masks`: a byte for each, 0 pruned, 255 kept; a pruned weight's gradient counts as 0, so it
// and its moments stay 0. `count`: a multiple of 4. Formulas as PyTorch's.

function keptGradient(gradients: usize, masks: usize, index: usize): v128 {
  const bytes = v128.load32_zero(masks + index)
  const mask = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes))
  return v128.and(v128.load(gradients + (index << 2)), mask)
}

/**
 * first += (1 − β₁)(g − first); second = β₂·second + (1 − β₂)g²; w −= stepSize · first / (√second / rootCorrection + ε)
 * @param stepSize learning rate / (1 − β₁ᵗ)
 * @param rootCorrection √(1 − β₂ᵗ)
 */
export function adam(
  weights: usize,
  gradients: usize,
  first: usize,
  second: usize,
  masks: usize,
  count: usize,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  stepSize: f64,
  rootCorrection: f64,
): void {
  const gain1 = f32x4.splat(<f32>(1 - beta1))
  const decay2 = f32x4.splat(<f32>beta2)
  const gain2 = f32x4.splat(<f32>(1 - beta2))
  const offset = f32x4.splat(<f32>epsilon)
  const step = f32x4.splat(<f32>stepSize)
  const root = f32x4.splat(<f32>rootCorrection)
  for (let index: usize = 0; index < count; index += 4) {
    const at = index << 2
    const gradient = keptGradient(gradients, masks, index)
    const before = v128.load(first + at)
    const moment = f32x4.add(before, f32x4.mul(gain1, f32x4.sub(gradient, before)))
    const square = f32x4.add(f32x4.mul(v128.load(second + at), decay2), f32x4.mul(f32x4.mul(gain2, gradient), gradient))
    const scale = f32x4.add(f32x4.div(f32x4.sqrt(square), root), offset)
    v128.store(first + at, moment)
    v128.store(second + at, square)
    v128.store(weights + at, f32x4.sub(v128.load(weights + at), f32x4.div(f32x4.mul(step, moment), scale)))
  }
}

/** velocity = momentum · velocity + g; w −= rate · velocity */
export function sgd(
  weights: usize,
  gradients: usize,
  velocity: usize,
  masks: usize,
  count: usize,
  momentum: f64,
  learningRate: f64,
): void {
  const keep = f32x4.splat(<f32>momentum)
  const rate = f32x4.splat(<f32>learningRate)
  for (let index: usize = 0; index < count; index += 4) {
    const at = index << 2
    const speed = f32x4.add(f32x4.mul(keep, v128.load(velocity + at)), keptGradient(gradients, masks, index))
    v128.store(velocity + at, speed)
    v128.store(weights + at, f32x4.sub(v128.load(weights + at), f32x4.mul(rate, speed)))
  }
}
