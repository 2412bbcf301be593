export { exportBundle } from './export-bundle.ts'
export { exportDense } from './export-dense.ts'
export { importBundle, previewBundle, sweepStaging } from './import-bundle.ts'
export { selectStudy, selectTickets, type Selection } from './selection.ts'
