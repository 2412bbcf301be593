import { setImmediate as letGo } from 'node:timers/promises'
import { adaptImages, checkFit, drawImages, type Preparation } from './prepare.ts'
import { countPixels, unitScaling, type PixelScaling } from './preparation/scaling.ts'

/** Images that are read and counted at once, so that a large set takes little memory and the lab answers meanwhile. */
const imagesAtOnce = 512

/** The training images of a set, read as they are wanted. */
export interface TrainingImages {
  height: number
  width: number
  channels: number
  classes: string[]
  /** (image) */
  labels: Uint8Array
  /** @param chosen image indices @returns (chosen image, row, col, channel) */
  read(chosen: Uint32Array): Promise<Uint8Array>
}

/** Some of the images that a study trains on. */
export interface SomePrepared extends PixelScaling {
  /** (shown image): indices into the set. */
  shown: Uint32Array
  /** (shown image, row, col, channel) as the set has them. */
  stored: Uint8Array
  /** (shown image, row, col, channel) of the network's size; it gets pixel · scale + offset. */
  prepared: Uint8Array
}

/**
 * What a network gets of some training images, to look at: as `prepareDataset` makes it, without holding the set. A
 * `standardise` scaling is that of every image that the study takes, so all of them are read for it.
 * @param choose which of the taken images are shown @param taken image indices
 * @throws LabError `spec.invalid` when data and network do not go together
 */
export async function prepareSome(
  set: TrainingImages,
  preparation: Preparation,
  choose: (taken: Uint32Array) => Uint32Array,
): Promise<SomePrepared> {
  checkFit(set, preparation)
  const drawn = drawImages(set.classes.length, set.labels, 'train', preparation)
  const taken = drawn ?? Uint32Array.from(set.labels, (_, image) => image)
  const shown = choose(taken)
  const stored = await set.read(shown)
  const scaling =
    preparation.scaling === 'unit'
      ? unitScaling(preparation.input.channels)
      : await measureScaling(set, preparation, taken)
  return { shown, stored, prepared: adaptImages(stored, set, preparation), ...scaling }
}

async function measureScaling(
  set: TrainingImages,
  preparation: Preparation,
  taken: Uint32Array,
): Promise<PixelScaling> {
  const counts = countPixels(preparation.input.channels)
  for (let first = 0; first < taken.length; first += imagesAtOnce) {
    const images = await set.read(taken.subarray(first, first + imagesAtOnce))
    counts.add(adaptImages(images, set, preparation))
    await letGo()
  }
  return counts.standardise()
}
