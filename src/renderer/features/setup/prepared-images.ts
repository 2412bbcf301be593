import type { PreparedThumbnails, Thumbnail } from '../../../shared/results.ts'
import { preparationSchema, type Scaling, type SpecPreparation } from '../../../shared/spec.ts'
import { formatNumber } from '../../ui/format.ts'
import { datasetsOf, type Draft } from './draft.ts'

/** The values that are shown black and white; what lies beyond is shown like them. */
const shownValues: Record<Scaling, { black: number; white: number }> = {
  unit: { black: 0, white: 1 },
  standardise: { black: -2, white: 2 },
}

/** What a draft says of preparing one of its datasets; null while a value of it does not fit. */
export function preparationOf(draft: Draft, dataset: string): SpecPreparation | null {
  const { seed, preprocessing, network } = draft
  const train = datasetsOf(draft).find(({ name }) => name === dataset)?.['train']
  return preparationSchema.safeParse({ seed, preprocessing, network, train }).data ?? null
}

/** Numbers that a network gets, as pixels to look at. */
export function showPrepared({ images, scale, offset }: PreparedThumbnails, scaling: Scaling): Thumbnail[] {
  const { black, white } = shownValues[scaling]
  return images.map((image) => ({
    ...image,
    pixels: image.pixels.map((pixel, index) => {
      const channel = index % image.channels
      const value = pixel * (scale[channel] ?? 0) + (offset[channel] ?? 0)
      return Math.round(255 * Math.min(1, Math.max(0, (value - black) / (white - black))))
    }),
  }))
}

/** What the images are and how their numbers are shown. */
export function describePrepared({ images, scale, offset }: PreparedThumbnails, scaling: Scaling): string {
  const { height = 0, width = 0, channels = 0 } = images[0] ?? {}
  const size = `${height}×${width}×${channels}`
  if (scaling === 'unit') return `The network gets ${size}, 0 (black) to 1 (white).`
  const means = scale.map((factor, channel) => -(offset[channel] ?? 0) / factor / 255)
  const deviations = scale.map((factor) => 1 / factor / 255)
  const list = (numbers: number[]): string => [...new Set(numbers.map((one) => formatNumber(one, 3)))].join(', ')
  return `The network gets ${size}; each channel’s mean − 2 SD is shown black, mean + 2 SD white (mean ${list(means)}; SD ${list(deviations)}).`
}
