import { dataError } from './failures.ts'

interface LabelFile {
  labels: Uint8Array
  labelsSource: string
  /** Where the first label lies in the file, when each takes one byte. */
  labelsStart?: number
}

const remedy = 'check that the label file belongs to this set, or download it again'

/**
 * The number of classes behind labels that come without names: the largest label + 1. Sets that count from 1 keep an
 * empty class 0. Above 9, a label is out of range unless some training image has each label from 10 up to it.
 * @throws LabError `data.format` naming the image
 */
export function checkLabels(train: LabelFile, test: LabelFile): number {
  const seen = new Uint8Array(256)
  for (const label of train.labels) seen[label] = 1
  let bound = 10
  while (seen[bound] === 1) bound++
  for (const { labels, labelsSource, labelsStart } of [train, test]) {
    const image = labels.findIndex((label) => label >= bound)
    if (image < 0) continue
    const byte = labelsStart === undefined ? '' : ` (byte ${image + labelsStart})`
    const place = `image ${image}${byte} has label ${labels[image] ?? 0}`
    const why = `no training image has label ${bound}`
    throw dataError('data.format', labelsSource, `label out of range: ${place}, but ${why}`, remedy)
  }
  const classes = bound > 10 ? bound : Math.max(largest(train.labels), largest(test.labels)) + 1
  if (classes > 1) return classes
  throw dataError('data.format', train.labelsSource, 'every label is 0; training needs at least two classes', remedy)
}

function largest(labels: Uint8Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0)
}
