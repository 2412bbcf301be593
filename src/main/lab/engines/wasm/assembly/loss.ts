// Softmax cross-entropy. Logits: (image, class), rows `rowBytes` apart.

/**
 * Sum over the batch of −log softmax(logits)[label].
 * @param gradient laid out like the logits: (softmax − one-hot) / batch; 0 when it is not wanted
 */
export function softmaxCrossEntropy(
  logits: usize,
  rowBytes: usize,
  classes: i32,
  labels: usize,
  batch: i32,
  gradient: usize,
): f64 {
  let total: f64 = 0
  for (let image: i32 = 0; image < batch; image++) {
    const row = logits + <usize>image * rowBytes
    const label = <i32>load<u8>(labels + image)
    let largest = load<f32>(row)
    for (let k: i32 = 1; k < classes; k++) largest = max(largest, load<f32>(row + ((<usize>k) << 2)))
    let sum: f64 = 0
    for (let k: i32 = 0; k < classes; k++) sum += Math.exp(<f64>(load<f32>(row + ((<usize>k) << 2)) - largest))
    total += Math.log(sum) - <f64>(load<f32>(row + ((<usize>label) << 2)) - largest)
    if (gradient) {
      const to = gradient + <usize>image * rowBytes
      for (let k: i32 = 0; k < classes; k++) {
        const share = Math.exp(<f64>(load<f32>(row + ((<usize>k) << 2)) - largest)) / sum
        store<f32>(to + ((<usize>k) << 2), <f32>((share - (k == label ? 1.0 : 0.0)) / <f64>batch))
      }
    }
  }
  return total
}

/** Images whose largest logit (the first of equals) is their label's. */
export function countCorrect(logits: usize, rowBytes: usize, classes: i32, labels: usize, batch: i32): i32 {
  let correct = 0
  for (let image: i32 = 0; image < batch; image++) {
    const row = logits + <usize>image * rowBytes
    let best: i32 = 0
    for (let k: i32 = 1; k < classes; k++) {
      if (load<f32>(row + ((<usize>k) << 2)) > load<f32>(row + ((<usize>best) << 2))) best = k
    }
    if (best == <i32>load<u8>(labels + image)) correct++
  }
  return correct
}
