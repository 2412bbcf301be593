import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { whileShown } from '../ui/while-shown.ts'
import { isPossible, type Action } from './action.ts'

/** Every action there is, in the order in which menus show them. */
export const useActions = defineStore('actions', () => {
  const groups = shallowRef<readonly (readonly Action[])[]>([])
  const actions = computed(() => groups.value.flat())
  const isPaletteOpen = shallowRef(false)
  /** Whether the list of keys is open. */
  const isKeysOpen = shallowRef(false)

  /** Adds actions; gives back how to take them away. */
  function register(group: readonly Action[]): () => void {
    const known = new Set(actions.value.map(({ id }) => id))
    const twice = group.find(({ id }) => known.has(id))
    if (twice) throw new Error(`the action ${twice.id} is registered twice`)
    groups.value = [...groups.value, group]
    return () => {
      groups.value = groups.value.filter((other) => other !== group)
    }
  }

  const find = (id: string): Action | undefined => actions.value.find((action) => action.id === id)

  /** Runs an action that is possible now; one that is not is no error, since a menu may be a moment behind. */
  function run(id: string): void {
    const action = find(id)
    if (action && isPossible(action)) void action.run()
  }

  return { actions, isPaletteOpen, isKeysOpen, register, find, run }
})

/** Actions that there are as long as the component is shown. */
export function useViewActions(group: readonly Action[]): void {
  whileShown(() => useActions().register(group))
}
