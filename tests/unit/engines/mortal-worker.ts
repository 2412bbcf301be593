// A worker that answers `evaluate`, throws on `gradients`, exits on `end` and never answers `train`.
import { parentPort } from 'node:worker_threads'
import type { Reply, Request } from '../../../src/main/lab/engines/wasm/messages.ts'

parentPort?.on('message', ({ kind }: Pick<Request, 'kind'>) => {
  if (kind === 'evaluate') parentPort?.postMessage({ kind: 'trained' } satisfies Reply, [])
  if (kind === 'gradients') throw new RangeError('out of luck')
  if (kind === 'end') process.exit(3)
})
