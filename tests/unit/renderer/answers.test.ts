import { expect, it } from 'vitest'
import { openAnswers } from '../../../src/renderer/stores/answers.ts'
import type { Outcome } from '../../../src/shared/errors.ts'

const good = (value: number): Outcome<number> => ({ ok: true, value })
const bad: Outcome<number> = { ok: false, error: { code: 'internal', message: 'no' } }

it('asks each question once, also when it is asked twice at the same time', async () => {
  const answers = openAnswers<number>()
  let asked = 0
  const question = () => Promise.resolve(good(++asked))
  await Promise.all([answers.ask('a', question), answers.ask('a', question)])
  await answers.ask('a', question)
  expect(answers.of('a')).toEqual({ value: 1, error: null })
  expect(answers.of('b')).toEqual({ value: null, error: null })
})

it('keeps a failure until it is asked again on purpose', async () => {
  const answers = openAnswers<number>()
  const outcomes = [bad, good(2)]
  const question = () => Promise.resolve(outcomes.shift() ?? bad)
  await answers.ask('a', question)
  await answers.ask('a', question)
  expect(answers.of('a').error?.message).toBe('no')
  await answers.ask('a', question, true)
  expect(answers.of('a')).toEqual({ value: 2, error: null })
})

it('forgets what begins alike', async () => {
  const answers = openAnswers<number>()
  await answers.ask('one 1', () => Promise.resolve(good(1)))
  await answers.ask('two 1', () => Promise.resolve(good(2)))
  answers.forget('one')
  expect([answers.of('one 1').value, answers.of('two 1').value]).toEqual([null, 2])
})
