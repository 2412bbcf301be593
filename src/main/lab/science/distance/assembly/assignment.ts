// The assignment of least total cost: Crouse (2016), shortest augmenting paths, rows in order, with the assignments of
// scipy.optimize.linear_sum_assignment to the last tie. What that computes without need is left out:
// - A free column's potential is 0, so a row's nearest free column is that of least cost, until it is taken.
// - A search ends at the nearest free column. Taken columns as far as it or farther are never chosen, since of equally near
//   columns a free one is preferred: so few of a row's costs matter, those below a limit, and they are kept in a list.
// Lengths of paths are computed by scipy's operations in its order, and so are equal to the last bit. A taken column's potential
// is at most 0 save for rounding; columns that were ever above it are looked at in every scan.
// Of equally near taken columns the first is chosen, of free ones the last, in scipy's list of columns not scanned yet. A
// column's place is its place there: at first in reverse order, later the last one fills the place of each that is scanned.
import { findLastFree, findLastFreeOf, findShorter, leastOf, listBelow, nearestFree, nearestFreeOf } from './assignment-scans'

/** What share of a row makes a list long, which narrows `margin` for those after it. */
const longList: i32 = 8

/** In `slots`: of the level. */
const ofLevel: i32 = -2

// (column), float64
let columnPotential: usize
let shortest: usize // in this search, of taken columns; ∞ before one is reached, −∞ if scanned or free
let blocked: usize // 0 if free, else ∞
let places: usize
// Taken columns that were reached and not scanned are either of the level, whose paths are the shortest, or farther.
let level: f64 // length of the paths to those of the level
let levelPlaces: usize // bits (place)
let levelCount: i32
let levelStart: usize // bytes of `levelPlaces` without a bit
let fartherPaths: usize // (slot), float64; ∞ behind the last
let fartherColumns: usize // (slot), int32
let fartherCount: i32
// int32
let slots: usize // (column): among the farther ones; −1 if none, −2 if of the level
let rowBefore: usize // (column): from which row its shortest path comes
let remaining: usize // (place): a column
let nearest: f64 // length of the path to the nearest free column so far

/**
 * @param costs (row, column), float64, finite, with 24 more bytes to read behind the last
 * @param columnOfRow (row), int32: the answer
 * @param lists 8 bytes for each cost
 * @param workspace 144 bytes for each of `size` + 3
 */
export function assign(costs: usize, size: i32, columnOfRow: usize, lists: usize, workspace: usize): void {
  const bytes = (<usize>((size + 3) & ~3)) << 3
  const half = bytes >> 1
  const room = (<usize>(size >> 1)) & ~3 // entries of a list
  columnPotential = workspace
  shortest = columnPotential + bytes
  blocked = shortest + bytes
  places = blocked + bytes
  levelPlaces = places + bytes
  fartherPaths = levelPlaces + bytes
  const rowPotential = fartherPaths + bytes
  const limits = rowPotential + bytes // (row): its list has all its costs below
  const freeCosts = limits + bytes // (row): least cost of a free column
  const reached = freeCosts + bytes // (scan): length of the path to its row
  const freePaths = reached + bytes // (scan): length of the path on to the nearest free column
  fartherColumns = freePaths + bytes
  slots = fartherColumns + half
  rowBefore = slots + half
  const rowOfColumn = rowBefore + half
  remaining = rowOfColumn + half
  const freeColumns = remaining + half // (row): the one of `freeCosts`
  const lengths = freeColumns + half // (row): of its list; −1 if the whole row is to be read instead
  const scannedRows = lengths + half // (scan)
  const scannedColumns = scannedRows + half // (scan): the column that it chose, whose row is the next scan's
  const filledPlaces = scannedColumns + half // (scan)
  const raised = filledPlaces + half // columns whose potential was ever above 0
  const hits = raised + half // entries of a list
  memory.fill(workspace, 0, 11 * bytes)
  memory.fill(fartherColumns, 0xff, 12 * half)
  memory.fill(columnOfRow, 0xff, (<usize>size) << 2)
  for (let at: usize = 0; at < bytes; at += 8) {
    const column = <i32>(at >> 3)
    store<f64>(shortest + at, -Infinity)
    store<f64>(blocked + at, column < size ? 0 : Infinity)
    store<f64>(fartherPaths + at, Infinity)
    store<f64>(limits + at, -Infinity)
    store<f64>(places + at, <f64>(size - 1 - column))
    store<i32>(remaining + (at >> 1), size - 1 - column)
  }
  levelCount = 0
  levelStart = 0
  fartherCount = 0
  let raisedCount: i32 = 0
  let highest: f64 = 0 // of the columns' potentials
  let margin: f64 = 1
  let usual: f64 = 1 // limit of a row's first list

  for (let start: i32 = 0; start < size; start++) {
    let left = size
    let scanned: i32 = 0
    let row = start
    let least: f64 = 0
    level = -Infinity
    nearest = Infinity
    while (true) {
      const own = (<usize>row) << 3
      const at = (<usize>scanned) << 3
      const costRow = costs + <usize>size * own
      const list = lists + <usize>size * own
      const potential = load<f64>(rowPotential + own)
      store<i32>(scannedRows + (at >> 1), row)
      store<f64>(reached + at, least)
      scanned++

      const known = load<i32>(freeColumns + (own >> 1))
      if (known == -1 || load<f64>(blocked + ((<usize>known) << 3)) != 0) {
        if (known == -1) {
          store<f64>(limits + own, usual)
          store<i32>(lengths + (own >> 1), listBelow(costRow, usual, list, room, size))
        }
        let column = nearestFreeOf(list, load<i32>(lengths + (own >> 1)), room, blocked)
        if (column == -1) {
          const low = load<i32>(lengths + (own >> 1)) < 0 ? 0 : load<f64>(limits + own)
          column = nearestFree(costRow, blocked, bytes, max(low, load<f64>(freeCosts + own)))
        }
        store<i32>(freeColumns + (own >> 1), column)
        store<f64>(freeCosts + own, load<f64>(costRow + ((<usize>column) << 3)))
      }
      const freeCost = load<f64>(freeCosts + own)
      const freePath = least + freeCost - potential
      store<f64>(freePaths + at, freePath)
      nearest = min(nearest, freePath)

      // Rounding keeps order, so the list is long enough if its limit leads no nearer.
      if (least + load<f64>(limits + own) - potential < nearest) {
        usual = min(1, nearest - least + potential + margin)
        if (least + usual - potential < nearest) usual = freeCost
        store<f64>(limits + own, usual)
        store<i32>(lengths + (own >> 1), listBelow(costRow, usual, list, room, size))
      }
      const length = load<i32>(lengths + (own >> 1))
      if (scanned == 1 && <u32>length > <u32>(size / longList)) {
        margin /= 2
        usual = min(usual, freeCost + margin)
      }
      const found = findShorter(list, length, room, least, potential, columnPotential, shortest, nearest, hits)
      for (let hit = hits; hit < found; hit += 4) {
        const entry = (<usize>load<i32>(hit)) << 2
        reach(load<i32>(list + (room << 3) + entry), load<f64>(list + (entry << 1)), row, least, potential)
      }
      const isEnough = least + load<f64>(limits + own) - potential - highest >= nearest
      const others = length < 0 ? size : isEnough ? 0 : raisedCount
      for (let index: i32 = 0; index < others; index++) {
        const column = length < 0 ? index : load<i32>(raised + ((<usize>index) << 2))
        reach(column, load<f64>(costRow + ((<usize>column) << 3)), row, least, potential)
      }

      if (levelCount == 0 && !openLevel()) break
      if (level >= nearest) break
      least = level
      const place = firstOfLevel()
      const column = load<i32>(remaining + ((<usize>place) << 2))
      store<i32>(scannedColumns + (at >> 1), column)
      store<i32>(filledPlaces + (at >> 1), place)
      forget(column, -Infinity)
      flip(place)
      levelCount--
      const last = load<i32>(remaining + ((<usize>--left) << 2))
      if (load<i32>(slots + ((<usize>last) << 2)) == ofLevel) {
        flip(left)
        flip(place)
      }
      store<i32>(remaining + ((<usize>place) << 2), last)
      store<f64>(places + ((<usize>last) << 3), <f64>place)
      row = load<i32>(rowOfColumn + ((<usize>column) << 2))
    }
    least = nearest

    let best: f64 = -1
    let owner = start
    for (let at: usize = 0; at < (<usize>scanned) << 3; at += 8) {
      if (load<f64>(freePaths + at) != least) continue
      const from = load<i32>(scannedRows + (at >> 1))
      const own = (<usize>from) << 3
      const potential = load<f64>(rowPotential + own)
      const list = lists + <usize>size * own
      const length = load<i32>(lengths + (own >> 1))
      const before = load<f64>(reached + at)
      // All of that length are in the list if its limit leads farther.
      const place =
        length >= 0 && before + load<f64>(limits + own) - potential > least
          ? findLastFreeOf(list, length, room, blocked, places, before, potential, least)
          : findLastFree(costs + <usize>size * own, blocked, places, bytes, before, potential, least)
      if (place > best) {
        best = place
        owner = from
      }
    }
    const sink = load<i32>(remaining + ((<usize>(<i32>best)) << 2))

    while (levelCount > 0) {
      const place = firstOfLevel()
      forget(load<i32>(remaining + ((<usize>place) << 2)), Infinity)
      flip(place)
      levelCount--
    }
    while (fartherCount > 0) {
      const column = load<i32>(fartherColumns + ((<usize>(fartherCount - 1)) << 2))
      dropFarther(column)
      forget(column, Infinity)
    }
    raise(rowPotential, start, least)
    for (let at: usize = 0; at < (<usize>(scanned - 1)) << 2; at += 4) {
      const column = load<i32>(scannedColumns + at)
      const by = least - load<f64>(reached + (at << 1), 8)
      raise(rowPotential, load<i32>(scannedRows + at, 4), by)
      const own = columnPotential + ((<usize>column) << 3)
      const potential = load<f64>(own) - by
      if (potential > 0 && load<f64>(own) <= 0 && !isRaised(raised, raisedCount, column)) {
        store<i32>(raised + ((<usize>raisedCount) << 2), column)
        raisedCount++
      }
      highest = max(highest, potential)
      store<f64>(own, potential)
      store<f64>(shortest + ((<usize>column) << 3), Infinity)
      // The list as it was, for the scanned columns and those that filled their places.
      const place = load<i32>(filledPlaces + at)
      const moved = load<i32>(remaining + ((<usize>place) << 2))
      store<f64>(places + ((<usize>column) << 3), <f64>(size - 1 - column))
      store<f64>(places + ((<usize>moved) << 3), <f64>(size - 1 - moved))
      store<i32>(remaining + ((<usize>place) << 2), size - 1 - place)
    }
    store<f64>(shortest + ((<usize>sink) << 3), Infinity)
    store<f64>(blocked + ((<usize>sink) << 3), Infinity)
    for (let column = sink; ; owner = load<i32>(rowBefore + ((<usize>column) << 2))) {
      store<i32>(rowOfColumn + ((<usize>column) << 2), owner)
      const to = columnOfRow + ((<usize>owner) << 2)
      const before = load<i32>(to)
      store<i32>(to, column)
      if (owner == start) break
      column = before
    }
  }
}

// Shortens the path to a taken column by way of a row, if it is then nearer than the nearest free one.
// @ts-ignore: decorator
@inline
function reach(column: i32, cost: f64, row: i32, least: f64, potential: f64): void {
  const own = (<usize>column) << 3
  const path = least + cost - potential - load<f64>(columnPotential + own)
  if (path < nearest && path < load<f64>(shortest + own)) {
    store<f64>(shortest + own, path)
    store<i32>(rowBefore + (own >> 1), row)
    if (path <= level) {
      // By rounding a path may be shorter than those of the level.
      if (path < level) closeLevel(path)
      if (load<i32>(slots + (own >> 1)) >= 0) dropFarther(column)
      enterLevel(column)
    } else {
      const slot = load<i32>(slots + (own >> 1))
      if (slot < 0) addFarther(column, path)
      else store<f64>(fartherPaths + ((<usize>slot) << 3), path)
    }
  }
}

// @ts-ignore: decorator
@inline
function addFarther(column: i32, path: f64): void {
  store<i32>(slots + ((<usize>column) << 2), fartherCount)
  store<i32>(fartherColumns + ((<usize>fartherCount) << 2), column)
  store<f64>(fartherPaths + ((<usize>fartherCount) << 3), path)
  fartherCount++
}

// The last one takes the slot of the one that is dropped.
function dropFarther(column: i32): void {
  const slot = load<i32>(slots + ((<usize>column) << 2))
  const last = --fartherCount
  const moved = load<i32>(fartherColumns + ((<usize>last) << 2))
  store<i32>(fartherColumns + ((<usize>slot) << 2), moved)
  store<f64>(fartherPaths + ((<usize>slot) << 3), load<f64>(fartherPaths + ((<usize>last) << 3)))
  store<i32>(slots + ((<usize>moved) << 2), slot)
  store<f64>(fartherPaths + ((<usize>last) << 3), Infinity)
}

function enterLevel(column: i32): void {
  const place = <i32>load<f64>(places + ((<usize>column) << 3))
  store<i32>(slots + ((<usize>column) << 2), ofLevel)
  flip(place)
  levelStart = min(levelStart, (<usize>(place >> 6)) << 3)
  levelCount++
}

// The nearest of the farther columns become the level. Gives false if there are none.
function openLevel(): bool {
  level = leastOf(fartherPaths, fartherCount)
  if (level == Infinity) return false
  for (let slot = fartherCount - 1; slot >= 0; slot--) {
    if (load<f64>(fartherPaths + ((<usize>slot) << 3)) != level) continue
    const column = load<i32>(fartherColumns + ((<usize>slot) << 2))
    dropFarther(column)
    enterLevel(column)
  }
  return true
}

// Those of the level become farther ones; the new level is empty.
function closeLevel(path: f64): void {
  for (; levelCount > 0; levelCount--) {
    const place = firstOfLevel()
    flip(place)
    addFarther(load<i32>(remaining + ((<usize>place) << 2)), level)
  }
  level = path
}

function firstOfLevel(): i32 {
  while (load<u64>(levelPlaces + levelStart) == 0) levelStart += 8
  return (<i32>levelStart << 3) + <i32>ctz(load<u64>(levelPlaces + levelStart))
}

// @ts-ignore: decorator
@inline
function flip(place: i32): void {
  const at = levelPlaces + ((<usize>(place >> 6)) << 3)
  store<u64>(at, load<u64>(at) ^ (<u64>1 << <u64>(place & 63)))
}

// @ts-ignore: decorator
@inline
function forget(column: i32, path: f64): void {
  store<i32>(slots + ((<usize>column) << 2), -1)
  store<f64>(shortest + ((<usize>column) << 3), path)
}

// @ts-ignore: decorator
@inline
function raise(potentials: usize, index: i32, by: f64): void {
  const at = potentials + ((<usize>index) << 3)
  store<f64>(at, load<f64>(at) + by)
}

function isRaised(raised: usize, count: i32, column: i32): bool {
  for (let index: i32 = 0; index < count; index++) {
    if (load<i32>(raised + ((<usize>index) << 2)) == column) return true
  }
  return false
}
