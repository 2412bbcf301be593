import type { Metric } from '../results.ts'
import type { ConditionCategory } from './palette.ts'

export const metricNames: Record<Metric, string> = { nnstd: 'NNSTD', 'nnstd-signed': 'NNSTD±' }

const groupNames: Record<ConditionCategory, string> = {
  winning: 'WTs',
  mixed: 'Mixed',
  random: 'Random',
  between: 'Between',
}

/** To choose from, in the paper's order. */
export const metricChoices = [
  ['nnstd', metricNames.nnstd],
  ['nnstd-signed', metricNames['nnstd-signed']],
] as const

/** The first word of a condition's name; the control is called `random` alone. */
export function categoryOf(condition: string): ConditionCategory {
  const [word] = condition.split(' ')
  return word === 'winning' || word === 'mixed' || word === 'between' ? word : 'random'
}

/** Where the conditions stand, grouped as in the paper's fig. 1. */
export interface ConditionSlots {
  /** (condition): its middle on the x axis. */
  at: number[]
  groups: { name: string; at: number; from: number; to: number }[]
  /** Ends of the axis. */
  from: number
  to: number
}

/** Space between two groups, in widths of a condition. */
const gap = 0.5

/** @param conditions in the paper's order: winning, mixed, random, between */
export function placeConditions(conditions: readonly string[]): ConditionSlots {
  const at: number[] = []
  const groups: ConditionSlots['groups'] = []
  let next = 0
  conditions.forEach((condition, index) => {
    const category = categoryOf(condition)
    const before = conditions[index - 1]
    const isSame = before !== undefined && categoryOf(before) === category
    if (index > 0 && !isSame) next += gap
    at.push(next)
    const group = groups.at(-1)
    if (isSame && group) {
      group.to = next
      group.at = (group.from + group.to) / 2
    } else groups.push({ name: groupNames[category], at: next, from: next, to: next })
    next++
  })
  return { at, groups, from: -0.6, to: Math.max(0, next - 1) + 0.6 }
}
