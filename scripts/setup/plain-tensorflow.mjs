import { pathToFileURL } from 'node:url'
import { inRoot } from './places.mjs'

/**
 * Environment in which the tensorflow engine runs on TensorFlow.js' backend in plain JavaScript: right, but a thousand times
 * as slow as TensorFlow itself, which is too large to come with the program. TICKETSCOPE_TENSORFLOW names a module whose
 * default export is TensorFlow.js' core API; the engine then takes that instead of the packages that it looks for.
 */
export const plainTensorflowEnvironment = () => ({
  TICKETSCOPE_TENSORFLOW: pathToFileURL(inRoot('tests', 'engines', 'plain-tensorflow.ts')).href,
})
