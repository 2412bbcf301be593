import { describe, expect, it } from 'vitest'
import {
  addLayer,
  networkOf,
  raiseLayer,
  removeLayer,
} from '../../../src/renderer/features/setup/architecture-draft.ts'
import { checkDraft, placeOfError } from '../../../src/renderer/features/setup/check-draft.ts'
import { limitDataset, listChoices, toggleDataset } from '../../../src/renderer/features/setup/dataset-choices.ts'
import {
  datasetsOf,
  draftOfPreset,
  parseDraft,
  readPath,
  writePath,
} from '../../../src/renderer/features/setup/draft.ts'
import {
  comparisonFields,
  parseFieldText,
  preparationFields,
  pruningFields,
  studyFields,
  trainingFields,
} from '../../../src/renderer/features/setup/fields.ts'

const sample = draftOfPreset('sample')
const problemsOf = (path: string, value: unknown) => checkDraft(writePath(sample, path, value)).problems

describe('checkDraft', () => {
  it('takes every preset as it is', () => {
    for (const name of ['sample', 'paper'] as const) expect(checkDraft(draftOfPreset(name)).problems).toEqual([])
  })
  it('names each mistake where it is, in words', () => {
    expect(problemsOf('training.batch', -3)).toEqual([{ path: 'training.batch', message: 'This must be at least 1.' }])
    expect(problemsOf('pruning.rates.dense', 1)).toEqual([
      { path: 'pruning.rates.dense', message: 'This must be below 1.' },
    ])
    expect(problemsOf('trials', undefined)).toEqual([{ path: 'trials', message: 'A value is needed.' }])
    expect(problemsOf('trials', 1.5)).toEqual([{ path: 'trials', message: 'This must be a whole number.' }])
    expect(problemsOf('name', '')).toEqual([{ path: 'name', message: 'This must not be empty.' }])
    expect(problemsOf('datasets', [])).toEqual([{ path: 'datasets', message: 'At least one is needed.' }])
    expect(problemsOf('comparison.pairs', 'some')[0]?.path).toBe('comparison.pairs')
    expect(problemsOf('colour', 'red')[0]?.message).toContain('no field “colour”')
  })
  it('looks into layers that were written out', () => {
    const network = networkOf('mini-conv-2')
    const layers = network.layers.map((layer, place) => (place === 0 ? { ...layer, filters: 0 } : layer))
    expect(problemsOf('network', { ...network, layers })).toEqual([
      { path: 'network.layers.0.filters', message: 'This must be at least 1.' },
    ])
  })
})

describe('the fields', () => {
  const all = [
    ...studyFields,
    ...trainingFields('adam'),
    ...trainingFields('sgd'),
    ...pruningFields,
    ...preparationFields,
    ...comparisonFields,
  ]
  it('each explain a value that specs have', () => {
    const sgd = writePath(sample, 'training.optimiser', { kind: 'sgd', learningRate: 0.1, momentum: 0 })
    for (const { path, explanation } of all) {
      expect(readPath(sample, path) ?? readPath(sgd, path), path).toBeDefined()
      expect(explanation, path).toMatch(/\.$/)
    }
  })
  it('keep what is no number, so that it can be marked', () => {
    expect(parseFieldText('integer', ' 12 ')).toBe(12)
    expect(parseFieldText('number', '1e-3')).toBe(0.001)
    expect(parseFieldText('number', 'abc')).toBe('abc')
    expect(parseFieldText('number', '')).toBeUndefined()
    expect(parseFieldText('text', ' a ')).toBe(' a ')
  })
})

describe('parseDraft', () => {
  it('fills in defaults of a good spec and keeps a bad one to be corrected', () => {
    expect(readPath(parseDraft(JSON.stringify({ ...sample, comparison: {} })), 'comparison.alpha')).toBe(0.01)
    expect(parseDraft('{"trials": "many"}')).toEqual({ trials: 'many' })
    expect(() => parseDraft('[1]')).toThrow('no JSON object')
  })
})

describe('datasets of a draft', () => {
  it('are chosen, limited and left out', () => {
    const chosen = toggleDataset(datasetsOf(sample), 'own')
    expect(chosen.map(({ name }) => name)).toEqual(['fashion', 'digits', 'own'])
    expect(limitDataset(chosen, 'own', 'train', 10)[2]).toEqual({ name: 'own', train: 10 })
    expect(limitDataset(chosen, 'fashion', 'train', undefined)[0]).toEqual({ name: 'fashion' })
    expect(toggleDataset(chosen, 'fashion').map(({ name }) => name)).toEqual(['digits', 'own'])
  })
  it('are offered with those that are missing marked', () => {
    expect(listChoices([{ name: 'gone' }], [])).toMatchObject([{ name: 'gone', dataset: null, place: 0 }])
  })
})

describe('layers of a draft', () => {
  it('are added before the output, moved and removed', () => {
    const kinds = (network: ReturnType<typeof networkOf>) => network.layers.map(({ kind }) => kind)
    const lenet = networkOf('lenet-300-100')
    expect(kinds(addLayer(lenet))).toEqual(['dense', 'dense', 'dense', 'output'])
    expect(kinds(raiseLayer(lenet, 2))).toEqual(['dense', 'output', 'dense'])
    expect(kinds(removeLayer(lenet, 0))).toEqual(['dense', 'output'])
    expect(networkOf(17).layers).toEqual([])
  })
})

describe('placeOfError', () => {
  it('finds the part of the form that the lab’s refusal is about', () => {
    expect(placeOfError({ code: 'spec.invalid', message: 'pruning: conv1 would lose all its 9 weights' })).toBe(
      'pruning',
    )
    expect(placeOfError({ code: 'data.unknown', message: 'no dataset "x"' })).toBe('datasets')
    expect(placeOfError({ code: 'network.invalid', message: 'layer 1 (dense): …' })).toBe('network')
    expect(placeOfError({ code: 'internal', message: 'x' })).toBe('')
  })
})
