import { defineStore } from 'pinia'
import type { PairMatch } from '../../shared/comparison.ts'
import type { RequestInput } from '../../shared/protocol.ts'
import { askLab } from './lab.ts'
import { openAnswers } from './answers.ts'

export type MatchQuestion = RequestInput<'matchPair'>

/** How pairs of tickets were matched; each question is asked once. */
export const useMatching = defineStore('matching', () => {
  const answers = openAnswers<PairMatch>()
  return {
    of: (question: MatchQuestion) => answers.of(JSON.stringify(question)),
    ask: (question: MatchQuestion, again = false) =>
      answers.ask(JSON.stringify(question), () => askLab('matchPair', question), again),
  }
})
