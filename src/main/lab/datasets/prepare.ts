import { LabError } from '../../../shared/errors.ts'
import type { Fit, Scaling } from '../../../shared/spec.ts'
import { gatherImages, type DecodedDataset, type DecodedSplit } from './decoded.ts'
import { repeatGrey } from './preparation/channels.ts'
import { padImages } from './preparation/pad.ts'
import { resampleImages } from './preparation/resample.ts'
import { standardScaling, unitScaling, type PixelScaling } from './preparation/scaling.ts'
import { drawSubset, type ShuffleStream } from './preparation/subset.ts'

export interface Preparation {
  /** The dataset's name, for messages. */
  name: string
  /** Size of the images that the network sees. */
  input: { height: number; width: number; channels: number }
  /** The network's outputs. */
  classes: number
  fit: Fit
  scaling: Scaling
  /** Images of a class-balanced, seeded subset; default all. */
  train?: number
  test?: number
  /** Opens the random stream that draws a part's subset. */
  stream(part: 'train' | 'test'): ShuffleStream
}

/** The engines' EngineDataset. */
export interface PreparedDataset extends PixelScaling {
  height: number
  width: number
  channels: number
  train: DecodedSplit
  test: DecodedSplit
}

/**
 * Makes a dataset fit a network: subset, size, channels, scaling. Nothing of `decoded` is changed; arrays are shared with
 * it where nothing had to change.
 * @throws LabError `spec.invalid` when data and network do not go together
 */
export function prepareDataset(decoded: DecodedDataset, preparation: Preparation): PreparedDataset {
  checkFit(decoded, preparation)
  const train = prepareSplit(decoded, 'train', preparation)
  const test = prepareSplit(decoded, 'test', preparation)
  const { input, scaling } = preparation
  const { scale, offset } =
    scaling === 'standardise' ? standardScaling(train.images, input.channels) : unitScaling(input.channels)
  const { height, width, channels } = input
  return { height, width, channels, train, test, scale, offset }
}

function checkFit(decoded: DecodedDataset, { name, input, classes, fit }: Preparation): void {
  const refuse = (what: string, remedy: string): LabError => new LabError('spec.invalid', `${name}: ${what}; ${remedy}`)
  if (decoded.classes.length > classes) {
    const outputs = `${decoded.classes.length} classes, but the network has ${classes} outputs`
    throw refuse(outputs, `give its output layer at least ${decoded.classes.length} classes`)
  }
  if (decoded.channels !== input.channels && decoded.channels !== 1) {
    const what = `images of ${decoded.channels} channels, but the network sees ${input.channels}`
    throw refuse(what, `set the network's input to ${decoded.channels} channels`)
  }
  if (fit === 'pad' && (decoded.height > input.height || decoded.width > input.width)) {
    const what = `images of ${decoded.height}×${decoded.width} cannot be padded to ${input.height}×${input.width}`
    throw refuse(what, 'set preprocessing.fit to "resample", or enlarge the network\'s input')
  }
}

function prepareSplit(decoded: DecodedDataset, part: 'train' | 'test', preparation: Preparation): DecodedSplit {
  const { input, fit } = preparation
  const chosen = chooseImages(decoded, part, preparation)
  let { images } = chosen
  if (decoded.height !== input.height || decoded.width !== input.width) {
    const adapt = fit === 'pad' ? padImages : resampleImages
    images = adapt(images, decoded.channels, decoded, input)
  }
  if (decoded.channels !== input.channels) images = repeatGrey(images, input.channels)
  return { ...chosen, images }
}

function chooseImages(decoded: DecodedDataset, part: 'train' | 'test', preparation: Preparation): DecodedSplit {
  const split = decoded[part]
  const wanted = preparation[part] ?? split.count
  if (wanted > split.count) {
    const what = `${wanted} ${part === 'train' ? 'training' : 'test'} images are asked for, but there are ${split.count}`
    throw new LabError('spec.invalid', `${preparation.name}: ${what}; ask for fewer, or leave ${part} out to take all`)
  }
  if (wanted === split.count) return split
  const chosen = drawSubset(split.labels, decoded.classes.length, wanted, preparation.stream(part))
  return {
    images: gatherImages(split.images, decoded.height * decoded.width * decoded.channels, chosen),
    labels: gatherImages(split.labels, 1, chosen),
    count: wanted,
  }
}
