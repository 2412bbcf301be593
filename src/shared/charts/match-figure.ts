import type { MatchedLayer } from '../comparison.ts'
import { inNumber } from '../numbers.ts'
import type { DataTable } from '../tables/table.ts'
import type { Drawing, KernelColours, Shape } from './drawing.ts'
import { drawSheet, planSheet, type SheetLayout } from './kernel-sheet.ts'
import type { Palette } from './palette.ts'

/** How one place of two matched filters agrees. */
export const placeKinds = ['shared', 'onlyFirst', 'onlySecond', 'flipped'] as const
export type PlaceKind = (typeof placeKinds)[number]

export const placeNames: Record<PlaceKind, string> = {
  shared: 'shared',
  onlyFirst: 'A alone',
  onlySecond: 'B alone',
  flipped: 'flipped',
}

export function placeColours(palette: Palette): Record<PlaceKind, string> {
  const isLight = palette.surface === '#ffffff'
  return {
    shared: isLight ? '#9aa6b4' : '#8390a0',
    onlyFirst: '#e69f00',
    onlySecond: '#009e9e',
    flipped: isLight ? '#c2188f' : '#ff5fd0',
  }
}

/** @param a, @param b signs at one place; null where both are pruned */
export function placeKind(a: number, b: number): PlaceKind | null {
  if (a === 0 && b === 0) return null
  if (a === 0) return 'onlySecond'
  if (b === 0) return 'onlyFirst'
  return a === b ? 'shared' : 'flipped'
}

/** Pixels to a cell's side. */
const cell = 8
const heading = 16
const between = 16
const columnGap = 14
const blockGap = 30

/**
 * Matched filters side by side: A's, B's with its channels as compared, and how their places agree.
 * @param units filters of A that are drawn @param chosen the one that stands out @param width pixels there are
 */
export function buildMatchDrawing(
  layer: MatchedLayer,
  units: readonly number[],
  chosen: number,
  width: number,
  colours: KernelColours,
  palette: Palette,
): Drawing {
  const { filters, assignment, unitDistances } = layer
  if (!filters) return { width: 0, height: 0, shapes: [] }
  const { channels, first, second } = filters
  const one = planSheet(1, channels, Math.min((width - 2 * columnGap) / 3, squareWidth(channels)), cell)
  const blockWidth = 3 * one.width + 2 * columnGap + blockGap
  const perRow = Math.max(1, Math.floor((width + blockGap) / blockWidth))
  const blockHeight = heading + one.height + between
  const size = channels * 9
  const shapes = units.flatMap((unit, place): Shape[] => {
    const x = (place % perRow) * blockWidth
    const y = Math.floor(place / perRow) * blockHeight
    const a = first.slice(unit * size, (unit + 1) * size)
    const b = second.slice(unit * size, (unit + 1) * size)
    const beside = one.width + columnGap
    const text = `${unit + 1} ↔ ${(assignment[unit] ?? 0) + 1}   ${(unitDistances[unit] ?? 0).toFixed(3)}`
    return [
      { kind: 'text', x: x + 2, y: y + 11, text, size: 11, fill: palette.text, bold: unit === chosen },
      drawSheet(a, channels, one, { x, y: y + heading }, colours),
      drawSheet(b, channels, one, { x: x + beside, y: y + heading }, colours),
      ...drawAgreement(a, b, channels, one, { x: x + 2 * beside, y: y + heading }, colours, palette),
    ]
  })
  const rows = Math.ceil(units.length / perRow)
  return { width: Math.min(units.length, perRow) * blockWidth - blockGap, height: rows * blockHeight, shapes }
}

/** Many channels are laid out as a square: 64 as 8 × 8. */
function squareWidth(channels: number): number {
  return (channels > 4 ? Math.ceil(Math.sqrt(channels)) : channels) * (3 * cell + 3) + 4
}

function drawAgreement(
  a: Int8Array,
  b: Int8Array,
  channels: number,
  layout: SheetLayout,
  at: { x: number; y: number },
  colours: KernelColours,
  palette: Palette,
): Shape[] {
  const none = drawSheet(new Int8Array(a.length), channels, layout, at, colours)
  const fills = placeColours(palette)
  const marks = Array.from(a, (sign, place): Shape | null => {
    const kind = placeKind(sign, b[place] ?? 0)
    if (!kind) return null
    const kernel = Math.floor(place / 9)
    const position = place % 9
    const x = (none.xs[kernel] ?? 0) + (position % 3) * layout.cell
    const y = (none.ys[kernel] ?? 0) + Math.floor(position / 3) * layout.cell
    return { kind: 'rect', x, y, width: layout.cell, height: layout.cell, fill: fills[kind] }
  })
  return [none, ...marks.filter((mark) => mark !== null)]
}

export interface LayerTotals extends Record<PlaceKind, number> {
  name: string
  units: number
  distance: number
}

/** A layer's places, over all its matched units. */
export function sumPlaces(layer: MatchedLayer): LayerTotals {
  const sum = (counts: Int32Array): number => counts.reduce((total, count) => total + count, 0)
  const { name, units, distance, shared, onlyFirst, onlySecond, flipped } = layer
  return {
    ...{ name, units, distance },
    shared: sum(shared),
    onlyFirst: sum(onlyFirst),
    onlySecond: sum(onlySecond),
    flipped: sum(flipped),
  }
}

export function summariseMatch(layer: MatchedLayer): string {
  const { shared, onlyFirst, onlySecond, flipped } = sumPlaces(layer)
  return `${layer.name}: ${layer.units} ${inNumber(layer.units, 'unit')} matched at distance ${layer.distance.toFixed(4)}; ${shared} ${inNumber(shared, 'place')} shared, ${flipped} with flipped sign, ${onlyFirst} in A alone, ${onlySecond} in B alone.`
}

/** One row for each matched unit; units count from 1. */
export function tabulateMatch(layer: MatchedLayer): DataTable {
  return {
    columns: ['unit of A', 'unit of B', 'distance', ...placeKinds.map((kind) => placeNames[kind])],
    rows: Array.from(layer.assignment, (other, unit) => [
      ...[unit + 1, other + 1, layer.unitDistances[unit] ?? null],
      ...placeKinds.map((kind) => layer[kind][unit] ?? null),
    ]),
  }
}
