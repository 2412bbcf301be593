import { shallowReactive } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'

/** Where one question to the lab stands. */
export interface Answered<Value> {
  value: Value | null
  error: PlainError | null
}

const open: Answered<never> = { value: null, error: null }

/** The lab's answers by question, each asked once; one that failed is asked again only on a person's wish. */
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
    /** @param again asks once more where the answer was a failure */
    ask(key: string, question: () => Promise<Outcome<Value>>, again = false): Promise<void> {
      const known = answers.get(key)
      if (known && (known.value !== null || !again)) return Promise.resolve()
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
