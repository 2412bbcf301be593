import type { Parameters, TrainingState } from '../../src/main/lab/engines/engine.ts'

const arraysOf = ({ weights, biases }: Parameters): Float32Array[] => [...weights, ...biases]

/** Every byte of a state, to compare two. */
export function bytesOf(state: TrainingState): string {
  const parts = [state.parameters, state.moments?.first, state.moments?.second]
  const arrays = parts.flatMap((part) => (part ? arraysOf(part) : []))
  return `${state.steps}:${arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength).toString('base64')).join()}`
}
