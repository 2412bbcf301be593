import { shallowReactive } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'

/** Where one question to the lab stands. */
export interface Answered<Value> {
  value: Value | null
  error: PlainError | null
}

const open: Answered<never> = { value: null, error: null }

/** The lab's answers by question, each asked once; a question that failed can be asked again. */
export function openAnswers<Value>() {
  const answers = shallowReactive(new Map<string, Answered<Value>>())
  const asked = new Map<string, Promise<void>>()

  async function answer(key: string, question: () => Promise<Outcome<Value>>): Promise<void> {
    answers.delete(key)
    const outcome = await question()
    asked.delete(key)
    answers.set(key, outcome.ok ? { value: outcome.value, error: null } : { value: null, error: outcome.error })
  }

  return {
    of: (key: string): Answered<Value> => answers.get(key) ?? open,
    ask(key: string, question: () => Promise<Outcome<Value>>): Promise<void> {
      if (answers.get(key)?.value) return Promise.resolve()
      const running = asked.get(key) ?? answer(key, question)
      asked.set(key, running)
      return running
    },
    /** Forgets every answer whose key begins so. */
    forget(start: string): void {
      for (const key of answers.keys()) if (key.startsWith(start)) answers.delete(key)
    },
  }
}
