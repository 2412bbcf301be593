import { LabError } from '../../../shared/errors.ts'
import type { Fit, Scaling } from '../../../shared/spec.ts'
import { gatherImages, type DecodedDataset, type DecodedSplit } from './decoded.ts'
import { repeatGrey } from './preparation/channels.ts'
import { padImages } from './preparation/pad.ts'
import { resampleImages } from './preparation/resample.ts'
import { countPixels, unitScaling, type PixelScaling } from './preparation/scaling.ts'
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

type SetShape = Pick<DecodedDataset, 'height' | 'width' | 'channels' | 'classes'>

/**
 * Makes a dataset fit a network: subset, size, channels, scaling. Nothing of `decoded` is changed; arrays are shared with
 * it where nothing had to change.
 * @throws LabError `spec.invalid` when data and network do not go together
 */
export function prepareDataset(decoded: DecodedDataset, preparation: Preparation): PreparedDataset {
  checkFit(decoded, preparation)
  const train = prepareSplit(decoded, 'train', preparation)
  const test = prepareSplit(decoded, 'test', preparation)
  const { height, width, channels } = preparation.input
  return { height, width, channels, train, test, ...scalingOf(train.images, preparation) }
}

function scalingOf(images: Uint8Array, { input, scaling }: Preparation): PixelScaling {
  if (scaling === 'unit') return unitScaling(input.channels)
  const counts = countPixels(input.channels)
  counts.add(images)
  return counts.standardise()
}

/** @throws LabError `spec.invalid` when a network cannot see images of such a set */
export function checkFit(
  decoded: SetShape,
  { name, input, classes, fit }: Pick<Preparation, 'name' | 'input' | 'classes' | 'fit'>,
): void {
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
  const { images, labels, count } = decoded[part]
  const chosen = drawImages(decoded.classes.length, labels, part, preparation)
  if (!chosen) return { images: adaptImages(images, decoded, preparation), labels, count }
  const imageBytes = decoded.height * decoded.width * decoded.channels
  return {
    images: adaptImages(gatherImages(images, imageBytes, chosen), decoded, preparation),
    labels: gatherImages(labels, 1, chosen),
    count: chosen.length,
  }
}

/**
 * The images of a part that are taken: a class-balanced, seeded subset; null for all.
 * @param labels (image)
 * @throws LabError `spec.invalid` when there are not so many
 */
export function drawImages(
  classes: number,
  labels: Uint8Array,
  part: 'train' | 'test',
  preparation: Preparation,
): Uint32Array | null {
  const wanted = preparation[part] ?? labels.length
  if (wanted > labels.length) {
    const what = `${wanted} ${part === 'train' ? 'training' : 'test'} images are asked for, but there are ${labels.length}`
    throw new LabError('spec.invalid', `${preparation.name}: ${what}; ask for fewer, or leave ${part} out to take all`)
  }
  return wanted === labels.length ? null : drawSubset(labels, classes, wanted, preparation.stream(part))
}

/**
 * Images of the size and channels that the network sees.
 * @param images (image, row, col, channel), uint8, as the set has them
 */
export function adaptImages(images: Uint8Array, from: SetShape, { input, fit }: Preparation): Uint8Array {
  let adapted = images
  if (from.height !== input.height || from.width !== input.width) {
    adapted = (fit === 'pad' ? padImages : resampleImages)(images, from.channels, from, input)
  }
  return from.channels === input.channels ? adapted : repeatGrey(adapted, input.channels)
}
