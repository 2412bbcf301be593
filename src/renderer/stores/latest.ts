import { shallowReactive } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'

/** The newest answer to a question that keeps changing. */
export interface Latest<Question, Value> {
  /** The question that the value or error answers; null before the first answer. */
  question: Question | null
  value: Value | null
  error: PlainError | null
}

/**
 * Asks a question that keeps changing: one at a time, and of those that came meanwhile only the last. An answer that is
 * out of date when it comes is dropped.
 */
export function openLatest<Question, Value>(ask: (question: Question) => Promise<Outcome<Value>>) {
  const latest = shallowReactive<Latest<Question, Value>>({ question: null, value: null, error: null })
  let waiting: { question: Question } | null = null
  let isAsking = false

  return {
    latest,
    async ask(question: Question): Promise<void> {
      waiting = { question }
      if (isAsking) return
      isAsking = true
      while (waiting) {
        const current: Question = waiting.question
        waiting = null
        const outcome = await ask(current)
        if (waiting) continue
        latest.question = current
        latest.value = outcome.ok ? outcome.value : null
        latest.error = outcome.ok ? null : outcome.error
      }
      isAsking = false
    },
  }
}
