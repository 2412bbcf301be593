import { expect, it } from 'vitest'
import { openLatest } from '../../../src/renderer/stores/latest.ts'
import type { Outcome } from '../../../src/shared/errors.ts'

/** A lab whose answers are given by hand. */
function openLab() {
  const open: { question: string; answer(outcome: Outcome<string>): void }[] = []
  const ask = (question: string): Promise<Outcome<string>> =>
    new Promise((answer) => open.push({ question, answer: (outcome) => answer(outcome) }))
  return { open, ...openLatest(ask) }
}
const good = (value: string): Outcome<string> => ({ ok: true, value })

it('asks one question at a time and shows only the answer to the newest', async () => {
  const { open, latest, ask } = openLab()
  const done = ask('a')
  void ask('b')
  void ask('c')
  expect(open.map(({ question }) => question)).toEqual(['a'])
  open[0]?.answer(good('A'))
  await expect.poll(() => open.length).toBe(2)
  expect(latest).toEqual({ question: null, value: null, error: null })
  expect(open[1]?.question).toBe('c')
  open[1]?.answer(good('C'))
  await done
  expect(latest).toEqual({ question: 'c', value: 'C', error: null })
  expect(open).toHaveLength(2)
})

it('puts an error in the place of the last answer, and an answer in the place of an error', async () => {
  const { open, latest, ask } = openLab()
  const error = { code: 'spec.invalid', message: 'no' } as const
  const outcomes = [good('A'), { ok: false, error } as const, good('C')]
  const seen = []
  for (const [index, outcome] of outcomes.entries()) {
    const done = ask(String(index))
    open[index]?.answer(outcome)
    await done
    seen.push({ value: latest.value, error: latest.error })
  }
  expect(seen).toEqual([
    { value: 'A', error: null },
    { value: null, error },
    { value: 'C', error: null },
  ])
})
