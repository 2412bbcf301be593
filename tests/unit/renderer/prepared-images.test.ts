import { expect, it } from 'vitest'
import { draftOfPreset, writePath } from '../../../src/renderer/features/setup/draft.ts'
import { describePrepared, preparationOf, showPrepared } from '../../../src/renderer/features/setup/prepared-images.ts'

const sample = draftOfPreset('sample')

it('a draft says how a dataset is prepared, also while other values do not fit', () => {
  const preparation = {
    ...{ seed: 1, network: 'mini-conv-2', train: 3000 },
    preprocessing: { scaling: 'unit', fit: 'resample' },
  }
  expect(preparationOf(sample, 'fashion')).toEqual(preparation)
  expect(preparationOf(writePath(sample, 'training.batch', -3), 'fashion')).toEqual(preparation)
  for (const [path, value] of [
    ['seed', 'x'],
    ['preprocessing.fit', 'stretch'],
    ['network', { input: { height: 0, width: 3, channels: 3 }, layers: [] }],
    ['datasets', [{ name: 'fashion', train: 1.5 }]],
  ] as const) {
    expect(preparationOf(writePath(sample, path, value), 'fashion'), path).toBeNull()
  }
})

const image = (pixels: number[], channels: number) => ({
  ...{ label: 0, height: 1, width: pixels.length / channels, channels },
  pixels: Uint8Array.from(pixels),
})

it('numbers from 0 to 1 are shown as the pixels they were', () => {
  const images = [image([0, 1, 100, 254, 255], 1)]
  const prepared = { images, scale: [Math.fround(1 / 255)], offset: [0] }
  expect(showPrepared(prepared, 'unit')).toEqual(images)
  expect(describePrepared(prepared, 'unit')).toBe('The network gets 1×5×1, 0 (black) to 1 (white).')
})

it('standardised numbers are shown from two SD below each channel’s mean to two SD above', () => {
  // Channel 0: mean 100, SD 40. Channel 1: mean 60, SD 10.
  const prepared = {
    images: [image([100, 60, 20, 40, 180, 80, 0, 0, 255, 255, 140, 65], 2)],
    scale: [1 / 40, 1 / 10],
    offset: [-100 / 40, -60 / 10],
  }
  const [shown] = showPrepared(prepared, 'standardise')
  expect([...(shown?.pixels ?? [])]).toEqual([128, 128, 0, 0, 255, 255, 0, 0, 255, 255, 191, 159])
  expect(describePrepared(prepared, 'standardise')).toBe(
    'The network gets 1×6×2; each channel’s mean − 2 SD is shown black, mean + 2 SD white (mean 0.392, 0.235; SD 0.157, 0.039).',
  )
})
