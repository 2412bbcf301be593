/** A feature map of one image: values as (channel, row, col), float64. */
export interface PlainMap {
  channels: number
  height: number
  width: number
  values: Float64Array
}

export function createMap(channels: number, height: number, width: number): PlainMap {
  return { channels, height, width, values: new Float64Array(channels * height * width) }
}

export const indexOf = (map: PlainMap, channel: number, row: number, col: number): number =>
  (channel * map.height + row) * map.width + col

/** The value at a place; 0 outside the map ("same" padding). */
export function valueAt(map: PlainMap, channel: number, row: number, col: number): number {
  if (row < 0 || row >= map.height || col < 0 || col >= map.width) return 0
  return map.values[indexOf(map, channel, row, col)] ?? 0
}

export function addAt(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount
}
