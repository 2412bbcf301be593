import type { SpreadShape } from './distance-points.ts'
import { line, rect, type Shape, type ShapeData } from './drawing.ts'
import type { Spread } from './spread.ts'

/** Where a condition stands in a panel. */
export interface SpreadScale {
  /** Pixels. */
  centre: number
  /** Half of a violin's greatest width, in pixels. */
  half: number
  toY: (value: number) => number
}

/** A condition's box with Tukey's whiskers and the pairs beyond, or its violin; both with median and mean. */
export function drawSpread(
  spread: Spread,
  shape: SpreadShape,
  scale: SpreadScale,
  colours: { main: string; mean: string },
  names: ShapeData,
): Shape[] {
  const { n, mean, median, lower, upper, whiskers } = spread
  const { centre, half, toY } = scale
  const [low, high] = whiskers
  const data = { ...names, n, mean, q1: lower, median, q3: upper, low, high }
  const side = half * 0.8
  return [
    ...(shape === 'box' ? drawWhiskers(spread, side, scale, colours.main) : [drawViolin(spread, scale, colours.main)]),
    rect({
      ...{ x: centre - side, y: toY(upper), width: 2 * side, height: Math.max(0.5, toY(lower) - toY(upper)), data },
      ...(shape === 'box' && { fill: colours.main, opacity: 0.25, stroke: colours.main, strokeWidth: 1.2 }),
    }),
    line(colours.main, 2, centre - side, toY(median), centre + side, toY(median)),
    rect({ x: centre - half * 0.35, y: toY(mean) - 1.5, width: half * 0.7, height: 3, fill: colours.mean }),
    ...(shape === 'box' ? drawOutliers(spread, scale, colours.main, names) : []),
  ]
}

function drawWhiskers(
  { lower, upper, whiskers: [low, high] }: Spread,
  side: number,
  { centre, toY }: SpreadScale,
  colour: string,
): Shape[] {
  const cap = side / 2
  return [
    line(colour, 1.2, centre, toY(high), centre, toY(upper)),
    line(colour, 1.2, centre, toY(lower), centre, toY(low)),
    line(colour, 1.2, centre - cap, toY(high), centre + cap, toY(high)),
    line(colour, 1.2, centre - cap, toY(low), centre + cap, toY(low)),
  ]
}

function drawOutliers({ outliers }: Spread, { centre, toY }: SpreadScale, fill: string, names: ShapeData): Shape[] {
  return Array.from(outliers, (value) =>
    rect({
      ...{ x: centre - 1.25, y: toY(value) - 1.25, width: 2.5, height: 2.5, fill },
      data: { ...names, outlier: value },
    }),
  )
}

function drawViolin({ density: { at, share } }: Spread, { centre, half, toY }: SpreadScale, colour: string): Shape {
  const side = (sign: 1 | -1): string[] =>
    Array.from(
      at,
      (value, point) => `${(centre + sign * half * (share[point] ?? 0)).toFixed(2)} ${toY(value).toFixed(2)}`,
    )
  const outline = [...side(1), ...side(-1).toReversed()]
  return { kind: 'path', d: `M${outline.join('L')}Z`, fill: colour, opacity: 0.13, stroke: colour }
}
