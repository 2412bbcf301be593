import type { PatternGroup } from '../../../src/shared/results.ts'

/** Of no kernels: (reference place, place), counts. */
const nothingTogether = Array.from({ length: 9 }, () => Array<number>(9).fill(0))

/**
 * What the lab finds in tickets of two filters with one kernel each: `random` has one ticket with the kernels
 * `++.......` and `-........`; `winning <x>` has two, with `++.......` and `++......-`, and with `++.......` and
 * `.........`; `none` has no ticket.
 */
export const patternGroups: Record<string, PatternGroup> = {
  random: {
    kernels: 2,
    weightsPerFilter: { histogram: [0, 1, 1, 0, 0, 0, 0, 0, 0, 0], mean: 1.5, sd: Math.SQRT1_2 },
    weightsPerPosition: {
      counts: [
        [
          [2, 1, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      ],
      mean: 0.33333333333333326,
      sd: Math.SQRT1_2,
    },
    signRatio: 2,
    positive: 2,
    negative: 1,
    neighbours: {
      positive: { pairs: 1, neighbouring: 1, percent: 100 },
      negative: { pairs: 0, neighbouring: 0, percent: null },
    },
    positiveGivenPositive: [
      [1, 1, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ],
    negativeGivenPositive: [
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ],
    kernelsByKeptWeights: [0, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    frequentPatterns: { '2': [{ pattern: '++.......', count: 1 }], '3': [], '4': [], '5': [], '6': [], '7': [] },
  },
  'winning <x>': {
    kernels: 4,
    weightsPerFilter: { histogram: [1, 0, 2, 1, 0, 0, 0, 0, 0, 0], mean: 1.75, sd: 1.2583057392117916 },
    weightsPerPosition: {
      counts: [
        [
          [3, 3, 0],
          [0, 0, 0],
          [0, 0, 1],
        ],
      ],
      mean: 0.7777777777777777,
      sd: 1.3017082793177759,
    },
    signRatio: 6,
    positive: 6,
    negative: 1,
    neighbours: {
      positive: { pairs: 3, neighbouring: 3, percent: 100 },
      negative: { pairs: 0, neighbouring: 0, percent: null },
    },
    positiveGivenPositive: [
      [3, 3, 0, 0, 0, 0, 0, 0, 0],
      [3, 3, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ],
    negativeGivenPositive: [
      [0, 0, 0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ],
    kernelsByKeptWeights: [1, 0, 2, 1, 0, 0, 0, 0, 0, 0],
    frequentPatterns: {
      '2': [{ pattern: '++.......', count: 2 }],
      '3': [{ pattern: '++......-', count: 1 }],
      '4': [],
      '5': [],
      '6': [],
      '7': [],
    },
  },
  none: {
    kernels: 0,
    weightsPerFilter: { histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], mean: 0, sd: null },
    weightsPerPosition: {
      counts: [
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      ],
      mean: 0,
      sd: 0,
    },
    signRatio: null,
    positive: 0,
    negative: 0,
    neighbours: {
      positive: { pairs: 0, neighbouring: 0, percent: null },
      negative: { pairs: 0, neighbouring: 0, percent: null },
    },
    positiveGivenPositive: nothingTogether,
    negativeGivenPositive: nothingTogether,
    kernelsByKeptWeights: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    frequentPatterns: { '2': [], '3': [], '4': [], '5': [], '6': [], '7': [] },
  },
}
