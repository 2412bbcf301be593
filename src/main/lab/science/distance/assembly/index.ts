// The distance kernels. Every pointer is a byte address in the memory that the caller brought.
export { assign } from './assignment'
export { sumOverlaps, transpose } from './bit-sums'
export { editCosts, signedCosts } from './costs'
export { overlaps, sparseOverlaps, unite } from './overlaps'
export { reorder } from './reorder'
