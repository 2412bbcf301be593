/** A way in which PyTorch trains several trials; bench/gpu/torch_arrangements.py builds it. */
export interface Arrangement {
  name: string
  trials: number
}

const alone = ['one after another', 'one after another, graphs', 'one after another, compiled in graphs']
const together = [
  'one after another',
  'one after another, graphs',
  'side by side, graphs',
  'stacked channels-last',
  'stacked planar',
  'stacked matrices',
  'stacked channels-last, graphs',
  'stacked planar, graphs',
  'stacked matrices, graphs',
  'stacked planar, compiled in graphs',
]

/** Eager steps, CUDA graphs of them, and compiled ones; of several trials also all in one network. */
export function listArrangements(trials: number[]): Arrangement[] {
  return trials.flatMap((count) => (count === 1 ? alone : together).map((name) => ({ name, trials: count })))
}
