export { buildConditionTable, type ConditionTableInput } from './condition-table.ts'
