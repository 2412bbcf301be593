export {
  readContent,
  readContentImages,
  readContentLabels,
  removeContent,
  storeContent,
  sweepContent,
  verifyContent,
} from './content.ts'
export { countPerClass, gatherImages, type DecodedDataset } from './decoded.ts'
export { contentHash } from './description.ts'
export { prepareDataset, type Preparation } from './prepare.ts'
export { importDataset, inspectDataset } from './reader-thread.ts'
export { describeSample, readSample, sampleNames } from './samples.ts'
export { fetchPublished, filesToFetch } from './fetch/index.ts'
export { publishedSets } from './published-sets.ts'
