export { buildConditionTable } from './condition-table.ts'
