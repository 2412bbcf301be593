/** How a feature map lies in memory: (row, col, channel) float32, channels padded, perhaps with a border of zeros. */
export interface MapLayout {
  height: number
  width: number
  /** With padding. */
  channels: number
  border: 0 | 1
  /** Bytes from one row to the next. */
  rowBytes: number
  /** Offset of the first pixel inside the border. */
  inside: number
  bytes: number
}

export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple

export function layMap(height: number, width: number, channels: number, border: 0 | 1): MapLayout {
  const rowBytes = (width + 2 * border) * channels * 4
  const inside = border * (rowBytes + channels * 4)
  return { height, width, channels, border, rowBytes, inside, bytes: (height + 2 * border) * rowBytes }
}

/** Pixels in tiles of 6, the last one repeated to fill the last tile. */
export const tiledPixels = (map: MapLayout): number => roundUp(map.height * map.width, 6)

/** Byte offset of each pixel of the tiles, row by row, counted from `start`. */
export function pixelOffsets(map: MapLayout, start: number): Uint32Array {
  const last = map.height * map.width - 1
  return Uint32Array.from({ length: tiledPixels(map) }, (_, index) => {
    const pixel = Math.min(index, last)
    const row = Math.floor(pixel / map.width)
    return start + row * map.rowBytes + (pixel - row * map.width) * map.channels * 4
  })
}
