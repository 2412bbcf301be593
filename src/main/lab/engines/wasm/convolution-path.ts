import type { Stage } from '../../science/networks.ts'

/** Images that go through the feature maps together: whole tiles of 6 for every size that Winograd's tiles fit. */
export const groupImages = 3

/** Winograd tiles transformed at a time: 36 points of 64 channels are 216 KiB. */
export const blockTiles = 24

/** How the 3×3 windows of a map are covered by tiles of 4×4 outputs. */
export interface WinogradTiles {
  down: number
  across: number
}

/** Memory of a convolution by Winograd's method: see assembly/winograd.ts. */
export interface WinogradPlace extends WinogradTiles {
  weights: number
  /** Of the turned weights; 0 where no gradient is carried further down. */
  turned: number
  /** The first part's; so are all of a part's own addresses. */
  sums: number
  sumBytes: number
  /**
   * Where a pool follows, which the convolution then does itself: (image, row, col, filter), Int32; the stage's own output is
   * nowhere. Else 0.
   */
  codes: number
}

/**
 * Winograd's F(4×4, 3×3) where its tiles fit the map, null for the direct way. It is the faster one even for a network's
 * first convolution, whose 3 channels are padded to 4: its transforms of outputs cost less than the products that it saves.
 */
export function chooseWinograd({ height, width }: Extract<Stage, { kind: 'conv' }>): WinogradTiles | null {
  return height % 4 === 0 && width % 4 === 0 ? { down: height / 4, across: width / 4 } : null
}

// As in assembly/winograd.ts: steps between the 36 points avoid powers of two.
const points = (bytes: number): number => 36 * (bytes + 64)

/** Bytes that `winogradConvolve` and `winogradWeightGradient` work in, both ways through a layer. */
export function winogradWorkspace(channels: number, filters: number): number {
  const values = blockTiles * 4
  // 64: the last channels of a block are read in sixes
  return points(channels * values) + points(filters * values) + 64
}

/** Bytes of the transformed weights of either direction. */
export const transformedBytes = (channels: number, filters: number): number => 36 * channels * filters * 4

/** Bytes of the sums behind the weights' gradients: channels padded to tiles of 6. */
export const sumBytes = (channels: number, filters: number): number => 36 * Math.ceil(channels / 6) * 6 * filters * 4
