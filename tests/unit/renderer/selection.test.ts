import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useSelection } from '../../../src/renderer/stores/selection.ts'

beforeEach(() => setActivePinia(createPinia()))
const tickets = (...ids: string[]) => ({ tickets: new Set(ids) })

it('belongs to one study, and is there again when one comes back to it', () => {
  const store = useSelection()
  store.turnTo('a')
  store.select('a', tickets('1', '2'))
  store.turnTo('b')
  expect([store.isEmpty, store.of('b').tickets.size]).toEqual([true, 0])
  store.select('b', tickets('3'), true)
  expect([...store.selection.tickets]).toEqual(['3'])
  store.turnTo('a')
  expect([...store.selection.tickets]).toEqual(['1', '2'])
  store.select('a', tickets('2', '4'), true)
  expect([...store.selection.tickets]).toEqual(['1', '2', '4'])
  expect([...store.of('b').tickets]).toEqual(['3'])
})

it('is cleared in the study at hand alone, and what is drawn ends with it', () => {
  const store = useSelection()
  store.select('a', tickets('1'))
  store.select('b', tickets('2'))
  store.brushed = Uint8Array.of(1)
  store.clear()
  expect([store.isEmpty, store.brushed]).toEqual([true, null])
  expect([...store.of('a').tickets]).toEqual(['1'])
  store.brushed = Uint8Array.of(1)
  store.turnTo('a')
  expect(store.brushed).toBeNull()
})

it('goes with its study', () => {
  const store = useSelection()
  store.select('a', tickets('1'))
  store.forget('a')
  expect([store.study, store.isEmpty, store.of('a').tickets.size]).toEqual([null, true, 0])
})
