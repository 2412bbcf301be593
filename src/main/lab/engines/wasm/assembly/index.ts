// The training kernels. Every pointer is a byte address in the memory that the caller brought.
export { loadImages, copyRows } from './images'
export { convolve, convolutionWeightGradient, turnWeights } from './convolution'
export { winogradConvolve, winogradGather, winogradWeightGradient, winogradWeights } from './winograd'
export { clear, sumParts } from './parts'
export { poolForward, poolInputGradient } from './pooling'
export { denseForward, denseWeightGradient, denseInputGradient } from './dense'
export { setScratch } from './scratch'
export { sparseForward, sparseInputGradient, sparseWeightGradient, toColumns, toRows } from './sparse'
export { softmaxCrossEntropy, countCorrect } from './loss'
export { adam, sgd } from './optimisers'

/** First address that the kernels leave to the caller. */
export function firstFreeByte(): usize {
  return __heap_base
}
