import { parentPort, workerData } from 'node:worker_threads'
import { describePatterns, measureEnrichment } from '../science/patterns/index.ts'
import { answerAsker } from './answer-asker.ts'
import { findConvolution, kernelSigns } from './kernel-signs.ts'
import type { CountedGroup, PatternAnswer, PatternMessage, PatternTask, TicketGroup } from './pattern-messages.ts'
import { studyStream } from './study-streams.ts'
import { decodeTicket } from './tickets.ts'

const { plan, layer, file } = workerData as PatternTask
const convolution = findConvolution(plan, layer)
/** Signs of the kernels by the ticket's id: (filter, channel, row, col), −1, 0 or 1. */
const signs = new Map<string, Int8Array>()

parentPort?.on('message', (message: PatternMessage) => answerAsker(() => take(message)))

function take(message: PatternMessage): PatternAnswer | undefined {
  if (message.kind === 'groups') return message.groups.map((group) => count(group, message.random))
  const content = decodeTicket(plan, message.ticket, message.stored, { signs: 'initial', file })
  signs.set(message.ticket.id, kernelSigns(content, convolution.place))
  return undefined
}

function count({ name, tickets, isEnriched }: TicketGroup, random: readonly string[]): CountedGroup {
  const own = signsOf(tickets)
  const patterns = describePatterns(own, convolution)
  if (!isEnriched) return { patterns, enrichment: null }
  const enrichment = measureEnrichment({
    group: own,
    random: signsOf(random),
    patterns: Object.values(patterns.frequentPatterns).flatMap((list) => list.map(({ pattern }) => pattern)),
    bootstraps: plan.spec.comparison.bootstraps,
    stream: studyStream(plan.spec, 'enrichment', name, layer),
  })
  return { patterns, enrichment }
}

function signsOf(tickets: readonly string[]): Int8Array[] {
  return tickets.map((id) => signs.get(id) ?? new Int8Array())
}
