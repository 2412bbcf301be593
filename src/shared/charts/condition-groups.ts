import { categoryOf } from './conditions.ts'
import { halfWidth, type DistancePoints } from './distance-points.ts'
import { rect, text, type Shape } from './drawing.ts'
import type { Palette } from './palette.ts'

/** Where a panel's plot begins, and how wide it is; `y` is the top of its title. */
export interface PanelPlace {
  x: number
  y: number
  width: number
}

/** Pixels of a place on the axis of conditions. */
export function placeOf({ slots }: DistancePoints, { x, width }: PanelPlace): (place: number) => number {
  return (place) => x + ((place - slots.from) / (slots.to - slots.from)) * width
}

/** Whether the categories' names, of so many pixels a letter, stand clear of each other over a plot of that width. */
export function hasRoomForNames({ slots }: DistancePoints, width: number): boolean {
  const unit = width / (slots.to - slots.from)
  return slots.groups.every(({ name, at }, index) => {
    const before = slots.groups[index - 1]
    return !before || (at - before.at) * unit >= ((name.length + before.name.length) / 2) * 6 + 4
  })
}

/** A bar in its colour over each category, as in the paper's figure 1. */
export function drawGroups(
  points: DistancePoints,
  conditions: readonly string[],
  isNamed: boolean,
  place: PanelPlace,
  palette: Palette,
): Shape[] {
  const toX = placeOf(points, place)
  return points.slots.groups.flatMap(({ name, at, from, to }): Shape[] => {
    const fill = palette.conditions[categoryOf(conditions[points.slots.at.indexOf(from)] ?? '')]
    const [left, right] = [toX(from - halfWidth), toX(to + halfWidth)]
    return [
      rect({ x: left, y: place.y + 36, width: right - left, height: 2.5, fill }),
      ...(isNamed
        ? [text({ x: toX(at), y: place.y + 32, text: name, size: 10, fill: palette.quiet, align: 'middle' })]
        : []),
    ]
  })
}

/** Pixels from one name of the legend to the next. */
export const legendPitch = 70

/** Names the categories where panels are too narrow for it. */
export function drawLegend(
  { slots }: DistancePoints,
  conditions: readonly string[],
  left: number,
  y: number,
  palette: Palette,
): Shape[] {
  return slots.groups.flatMap(({ name, from }, group): Shape[] => {
    const fill = palette.conditions[categoryOf(conditions[slots.at.indexOf(from)] ?? '')]
    return [
      rect({ x: left + group * legendPitch, y: y + 4, width: 10, height: 10, fill }),
      text({ x: left + group * legendPitch + 15, y: y + 13, text: name, size: 10, fill: palette.quiet }),
    ]
  })
}
