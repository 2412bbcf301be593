/** −log softmax(logits)[label], and its gradient: softmax(logits) − one-hot(label). */
export function softmaxCrossEntropy(logits: Float64Array, label: number): { loss: number; gradient: Float64Array } {
  const largest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - largest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return {
    loss: Math.log(sum) - ((logits[label] ?? 0) - largest),
    gradient: powers.map((power, index) => power / sum - (index === label ? 1 : 0)),
  }
}
