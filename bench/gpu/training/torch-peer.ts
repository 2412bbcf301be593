import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { peerEnvironment, python } from '../../python.ts'

const program = fileURLToPath(new URL('../train_torch.py', import.meta.url))

/** Versions and device. */
export const peerFacts = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
/** How far the losses of stacked trials lie from those of single ones, per layout. */
export const peerCheck = z.object({
  trials: z.number(),
  steps: z.number(),
  largestRelativeDifference: z.record(z.string(), z.number()),
})
const failed = z.object({ error: z.string() })

/** PyTorch in a process of its own, which starts afresh after whatever went wrong. */
export interface TorchPeer {
  /** What train_torch.py answers to a request. @throws Error with its reason, or when it takes too long */
  ask<Answer>(request: object, answer: z.ZodType<Answer>, limitSeconds: number): Promise<Answer>
  close(): void
}

export function openTorchPeer(network: string, batch: number, density: number): TorchPeer {
  const env = {
    ...peerEnvironment,
    PYTHONDONTWRITEBYTECODE: '1',
    // as many streams at once as there are trials
    CUDA_DEVICE_MAX_CONNECTIONS: '32',
  }
  let running: { child: ChildProcess; lines: AsyncIterator<string>; said: string[] } | null = null

  function start() {
    const child = spawn(python, [program, network, String(batch), String(density)], { env })
    const said: string[] = []
    child.stderr.on('data', (data: Buffer) => void said.push(data.toString()))
    child.on('error', ({ message }) => void said.push(message))
    child.stdin.on('error', () => undefined) // what never ran does not answer
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), said }
  }

  function stop(): void {
    running?.child.kill('SIGKILL')
    running = null
  }

  return {
    async ask(request, answer, limitSeconds) {
      running ??= start()
      const { child, lines, said } = running
      child.stdin?.write(`${JSON.stringify(request)}\n`)
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error(`no answer within ${limitSeconds} s`)), limitSeconds * 1000)
      try {
        const { value, done } = await Promise.race([lines.next(), late.promise])
        if (done) throw new Error(`PyTorch ended: ${said.join('').trim().split('\n').at(-1) ?? ''}`)
        const found: unknown = JSON.parse(value)
        const failure = failed.safeParse(found)
        if (failure.success) throw new Error(failure.data.error)
        return answer.parse(found)
      } catch (thrown) {
        stop()
        throw thrown
      } finally {
        clearTimeout(timer)
      }
    },
    close: stop,
  }
}
