import { dataError, mostImages } from './failures.ts'
import { isIdentity } from './parts.ts'
import { decodePng, PngError } from './png/index.ts'
import type { Reading, ReadSet, ReadSplit, Split } from './reading.ts'

/** The parts that such a set may have; `valid` goes to the training images when it is included. */
export const imageParts = ['train', 'valid', 'test'] as const
export type ImagePart = (typeof imageParts)[number]

/** Labels are one byte. */
const mostClasses = 256
const imagesAtOnce = 256

/** Where an image lies in a set of PNG images by class. */
export interface ImagePlace {
  part: ImagePart
  className: string
  fileName: string
}

/** Takes PNG images as they come and puts them in the order of part, class and file name in the end. */
export interface ImageCollector {
  /** @param place for messages */
  add(image: ImagePlace, file: Uint8Array, place: string): void
  /** @param place the set @throws LabError `data.missing` when a split has no image */
  finish(place: string): ReadSet
}

interface Collected {
  /** Per written image. */
  parts: ImagePart[]
  classes: number[]
  names: string[]
  /** Images that are not written yet. */
  buffer: Uint8Array
  filled: number
  imageBytes: number
}

export function createImageCollector(reading: Reading): ImageCollector {
  const classes = new Map<string, number>()
  const empty = (): Collected => ({
    parts: [],
    classes: [],
    names: [],
    buffer: new Uint8Array(0),
    filled: 0,
    imageBytes: 0,
  })
  const splits: Record<Split, Collected> = { train: empty(), test: empty() }
  let size: { height: number; width: number } | null = null
  let grey = true

  function flush(split: Split): void {
    const { buffer, filled, imageBytes } = splits[split]
    if (filled > 0) reading.write(split, buffer.subarray(0, filled), filled / imageBytes)
    splits[split].filled = 0
  }

  return {
    add({ part, className, fileName }, file, place) {
      const image = decode(file, size, place)
      size ??= { height: image.height, width: image.width }
      grey &&= image.grey
      const split: Split = part === 'test' ? 'test' : 'train'
      const collected = splits[split]
      const bytes = image.pixels.length
      if (collected.buffer.length === 0) {
        collected.buffer = new Uint8Array(bytes * perBuffer(bytes))
        collected.imageBytes = bytes
      }
      collected.buffer.set(image.pixels, collected.filled)
      collected.filled += bytes
      if (collected.filled === collected.buffer.length) flush(split)
      const known = classes.get(className) ?? classes.size
      if (known >= mostClasses) throw dataError('data.format', place, `more than ${mostClasses} classes`, 'take fewer')
      classes.set(className, known)
      collected.parts.push(part)
      collected.classes.push(known)
      collected.names.push(fileName)
      if (collected.names.length > mostImages) {
        throw dataError('data.format', place, `more than ${mostImages} images`, 'split the set')
      }
    },
    finish(place) {
      const names = [...classes.keys()].toSorted()
      const labelOf = Array.from({ length: names.length }, () => 0)
      names.forEach((name, label) => (labelOf[classes.get(name) ?? 0] = label))
      if (!size || splits.train.names.length === 0 || splits.test.names.length === 0) {
        const part = splits.train.names.length === 0 ? 'train' : 'test'
        throw dataError('data.missing', place, `no image in ${part}/<class>/`, 'put PNG images there')
      }
      if (reading.include.includes('valid') && !splits.train.parts.includes('valid')) {
        throw dataError(
          'data.missing',
          place,
          'no image in valid/<class>/',
          'put PNG images there, or leave --valid out',
        )
      }
      flush('train')
      flush('test')
      const [train, test] = [arrange(splits.train, labelOf), arrange(splits.test, labelOf)]
      const untrained = names.find((_, label) => !train.labels.includes(label))
      if (untrained !== undefined || names.length < 2) {
        const what = untrained === undefined ? `only one class` : `class ${untrained} has no training image`
        throw dataError('data.format', place, what, 'put images of every class into train/<class>/')
      }
      const channels = grey ? 1 : 3
      return { ...size, channels, ...(grey && { writtenChannels: 3 }), classes: names, train, test }
    },
  }
}

/** Whether a name of a class or file can be shown and compared: no control characters, no path. */
export function isPlainName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  const hasOdd = /[\u0000-\u001f\u007f/\\]/.test(name)
  return name.length > 0 && name.length <= 255 && !hasOdd && name !== '.' && name !== '..'
}

/** Files that systems leave in folders. */
export function isLitter(name: string): boolean {
  return name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name)
}

function perBuffer(imageBytes: number): number {
  return Math.max(1, Math.min(imagesAtOnce, Math.floor((1 << 20) / imageBytes)))
}

function decode(file: Uint8Array, size: { height: number; width: number } | null, place: string) {
  try {
    return decodePng(file, size)
  } catch (thrown) {
    if (!(thrown instanceof PngError)) throw thrown
    throw dataError('data.format', place, thrown.message, 'save it again as PNG, or take it out of the set', thrown)
  }
}

/** The final order: train before valid, then by class and file name, each compared by its characters' codes. */
function arrange({ parts, classes, names }: Collected, labelOf: readonly number[]): ReadSplit {
  const labels = classes.map((known) => labelOf[known] ?? 0)
  const order = Uint32Array.from({ length: names.length }, (_, image) => image).sort((a, b) => {
    const byPart = imageParts.indexOf(parts[a] ?? 'train') - imageParts.indexOf(parts[b] ?? 'train')
    const byClass = (labels[a] ?? 0) - (labels[b] ?? 0)
    if (byPart !== 0 || byClass !== 0) return byPart === 0 ? byClass : byPart
    return (names[a] ?? '') < (names[b] ?? '') ? -1 : 1
  })
  return { labels: Uint8Array.from(order, (image) => labels[image] ?? 0), order: isIdentity(order) ? null : order }
}
