export { benchDistance, benchmarkOptions, drawBenchmarkTicket } from './benchmark.ts'
export { buildSignedNetwork, type SignedLayer, type SignedNetwork } from './network.ts'
export { decodeNetworkFile } from './network-file.ts'
export {
  matchLayers,
  measureDistance,
  metrics,
  requireSameShape,
  summariseLayers,
  type DistanceOptions,
} from './measure.ts'
export { openCountMatcher, type OverlapKind } from './count-matcher.ts'
export { openDistanceKernel } from './distance-kernel.ts'
export { sizesOf, type UnitSizes } from './layer-match.ts'
export { countPlaces, readSigns } from './places.ts'
