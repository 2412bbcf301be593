import { workerData } from 'node:worker_threads'
import { buildConditionTable } from '../science/statistics/index.ts'
import { answerAsker } from './answer-asker.ts'
import { studyStream } from './study-streams.ts'
import type { TestAnswer, TestTask } from './test-messages.ts'

const { seed, tickets, datasets, conditions, layers, values, permutations, bootstraps } = workerData as TestTask
const size = tickets.length

answerAsker((): TestAnswer =>
  buildConditionTable({
    tickets,
    datasets,
    conditions,
    layerNames: layers.slice(1),
    value(metric, layer, a, b) {
      const distance = values[metric][(layers.indexOf(layer) * size + a) * size + b] ?? NaN
      return Number.isNaN(distance) ? undefined : distance
    },
    permutations,
    bootstraps,
    stream: (purpose, condition) => studyStream({ seed }, purpose, condition),
  }),
)
