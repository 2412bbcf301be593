import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Density } from '../src/main/lab/engines/benchmark-run.ts'
import { benchTraining } from '../src/main/lab/engines/benchmark.ts'
import { openEngine } from '../src/main/lab/engines/open.ts'
import { architectures, type ArchitectureName } from '../src/shared/architecture.ts'
import { peerEnvironment, python } from './python.ts'

/** One side of a comparison: set up once, then measured as often as asked. */
export interface Side {
  /** NaN when it cannot run here. */
  measure(): Promise<number>
  close(): Promise<void>
}

const batch = 60
const torchPeer = fileURLToPath(new URL('peers/train_torch.py', import.meta.url))

/** Images a second of our engine. @param runs networks trained at the same time; default one on each worker */
export async function openOurs(
  name: ArchitectureName,
  workers: number,
  seconds: number,
  { density, runs }: { density?: Density; runs?: number } = {},
): Promise<Side> {
  const { engine } = await openEngine('wasm', { workers })
  const options = { name, architecture: architectures[name], batch, seconds }
  return {
    measure: async () => {
      const { imagesPerSecond } = await benchTraining(engine, {
        ...options,
        ...(density !== undefined && { density }),
        ...(runs !== undefined && { runs }),
      })
      return imagesPerSecond
    },
    close: () => engine.close(),
  }
}

/** Images a second of PyTorch: two processes of one thread each, the best that it does on two cores. */
export async function openTorch(name: ArchitectureName, seconds: number): Promise<Side> {
  const processes = [startTorch(name), startTorch(name)]
  return {
    measure: async () => {
      const speeds = await Promise.all(processes.map((one) => one.measure(seconds)))
      return speeds.reduce((sum, speed) => sum + speed, 0)
    },
    close: async () => {
      await Promise.all(processes.map((one) => one.close()))
    },
  }
}

/** One PyTorch process, which measures for as long as each line says that it gets. */
function startTorch(name: ArchitectureName): { measure(seconds: number): Promise<number>; close(): Promise<void> } {
  const child = spawn(python, [torchPeer, name, String(batch)], {
    env: peerEnvironment,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
  child.stdin.on('error', () => undefined) // one that never ran answers NaN
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async measure(seconds) {
      child.stdin.write(`${seconds}\n`)
      const answer = await Promise.race([answers.next(), ended])
      return Number(answer?.value ?? NaN)
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
