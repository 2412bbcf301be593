import { computed, shallowRef, type ShallowRef } from 'vue'
import type { DistanceColumns, TicketMatrix } from '../../../shared/comparison.ts'
import { matrixLayout } from '../../charts/ticket-matrix.ts'
import { ticketName } from '../../../shared/charts/ticket-name.ts'
import { pairKey } from '../../stores/selected.ts'
import { useSelection } from '../../stores/selection.ts'
import { useRoute } from '../../stores/route.ts'
import { comparedOrder } from './lit-pairs.ts'

interface Cell {
  row: number
  column: number
}

const steps: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The matrix's cell under the pointer or the keys; pressing selects its pair, dragging the block's tickets. */
export function useMatrixCursor(
  matrix: () => TicketMatrix,
  order: () => Int32Array,
  columns: () => DistanceColumns,
  study: () => string,
  width: Readonly<ShallowRef<number>>,
) {
  const selection = useSelection()
  const route = useRoute()
  const cell = shallowRef<Cell | null>(null)
  const ticketAt = (place: number): number => order()[place] ?? 0

  const text = computed(() => {
    if (!cell.value) return ''
    const { tickets, values } = matrix()
    const [a, b] = [ticketAt(cell.value.row), ticketAt(cell.value.column)]
    const [first, second] = [tickets[a], tickets[b]]
    if (!first || !second) return ''
    const value = values[a * tickets.length + b] ?? NaN
    const shown = Number.isNaN(value) ? 'same initial weights, not compared' : value.toFixed(4)
    return `${ticketName(first)} – ${ticketName(second)}: ${shown}`
  })

  function find(event: PointerEvent): Cell | null {
    const box = (event.currentTarget instanceof Element ? event.currentTarget : null)
      ?.querySelector('canvas')
      ?.getBoundingClientRect()
    const { left, top, cell: size } = matrixLayout(order().length, width.value)
    const column = Math.floor((event.clientX - (box?.left ?? 0) - left) / size)
    const row = Math.floor((event.clientY - (box?.top ?? 0) - top) / size)
    const fits = (place: number): boolean => place >= 0 && place < order().length
    return fits(row) && fits(column) ? { row, column } : null
  }

  function hover(event: PointerEvent): void {
    cell.value = find(event)
  }

  function press(event: PointerEvent): void {
    const from = find(event)
    if (event.button !== 0 || !from) return
    const adds = event.shiftKey || event.ctrlKey || event.metaKey
    const opens = event.detail > 1
    window.addEventListener('pointerup', () => choose(from, cell.value ?? from, adds, opens), { once: true })
  }

  function choose(from: Cell, to: Cell, adds: boolean, opens: boolean): void {
    if (from.row === to.row && from.column === to.column) return choosePair(to, adds, opens)
    const ids = new Set<string>()
    const take = (one: number, other: number): void => {
      for (let place = Math.min(one, other); place <= Math.max(one, other); place++)
        ids.add(matrix().tickets[ticketAt(place)]?.id ?? '')
    }
    take(from.row, to.row)
    take(from.column, to.column)
    selection.select(study(), { tickets: ids }, adds)
  }

  function choosePair({ row, column }: Cell, adds: boolean, opens: boolean): void {
    const { tickets, values } = matrix()
    const [a, b] = [ticketAt(row), ticketAt(column)]
    if (Number.isNaN(values[a * tickets.length + b] ?? NaN)) return
    if (opens) return route.go({ pair: comparedOrder(columns(), a, b) })
    selection.select(study(), { pairs: new Set([pairKey(tickets[a]?.id ?? '', tickets[b]?.id ?? '')]) }, adds)
  }

  function keydown(event: KeyboardEvent): void {
    const { row, column } = cell.value ?? { row: 0, column: 0 }
    const last = order().length - 1
    const step = steps[event.key]
    if (step) {
      const within = (place: number): number => Math.min(last, Math.max(0, place))
      cell.value = cell.value ? { row: within(row + step[0]), column: within(column + step[1]) } : { row, column }
    } else if (event.key === 'Enter' || event.key === 'o')
      choosePair({ row, column }, event.shiftKey, event.key === 'o')
    else return
    event.preventDefault()
  }

  return { text, press, hover, keydown }
}
