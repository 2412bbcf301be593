import { computed, watchEffect, type ComputedRef } from 'vue'
import { useComparison } from './comparison.ts'
import { light } from './selected.ts'
import { useSelection } from './selection.ts'

/**
 * Ids of the tickets that the selection lights, in whatever view it was made.
 * @param study the id of the study whose selection is meant; null for none
 */
export function useSelectedTickets(study: () => string | null): ComputedRef<string[]> {
  const selection = useSelection()
  const comparison = useComparison()
  const chosen = computed(() => selection.of(study() ?? ''))
  const needsColumns = computed(() => chosen.value.pairs.size + chosen.value.conditions.size > 0)
  watchEffect(() => {
    const wanted = study()
    if (wanted !== null && needsColumns.value) void comparison.prepare(wanted)
  })
  return computed(() => {
    const columns = needsColumns.value ? comparison.columnsOf(study() ?? '').value : null
    if (!columns) return [...chosen.value.tickets]
    const { tickets } = light(chosen.value, columns)
    return columns.tickets.filter((_, place) => tickets[place] === 1).map(({ id }) => id)
  })
}
