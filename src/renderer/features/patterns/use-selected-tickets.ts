import { computed, watchEffect, type ComputedRef } from 'vue'
import type { StudyDetail } from '../../../shared/results.ts'
import { useComparison } from '../../stores/comparison.ts'
import { light } from '../../stores/selected.ts'
import { useSelection } from '../../stores/selection.ts'

/** Ids of the tickets that the selection lights, in whatever view it was made. */
export function useSelectedTickets(study: () => StudyDetail): ComputedRef<string[]> {
  const selection = useSelection()
  const comparison = useComparison()
  const chosen = computed(() => selection.of(study().id))
  const needsColumns = computed(() => chosen.value.pairs.size + chosen.value.conditions.size > 0)
  watchEffect(() => {
    if (needsColumns.value) void comparison.load(study().id)
  })
  return computed(() => {
    const columns = needsColumns.value ? comparison.columnsOf(study().id).value : null
    if (!columns) return [...chosen.value.tickets]
    const { tickets } = light(chosen.value, columns)
    return columns.tickets.filter((_, place) => tickets[place] === 1).map(({ id }) => id)
  })
}
