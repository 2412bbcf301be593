import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { adapter } from './adapter.ts'
import { hostedNetwork } from './hosted-network.ts'
import { shareDevice, trainAlone, wanted } from './training.ts'

const program = fileURLToPath(new URL('hosted-process.ts', import.meta.url))

interface Ended {
  status: number | string | null
  said: unknown[]
  stderr: string
  /** Seconds from its last word to its end. */
  lingered: number
}

function runProcess(what: string): Promise<Ended> {
  return new Promise((resolve) => {
    let lastWord = Infinity
    const child = execFile(process.execPath, [program, what], { timeout: 100_000 }, (error, stdout, stderr) => {
      const said = stdout.split('\n').flatMap((line): unknown[] => (line ? [JSON.parse(line)] : []))
      const status = error ? (error.code ?? error.signal ?? null) : 0
      resolve({ status, said, stderr, lingered: (performance.now() - lastWord) / 1000 })
    })
    child.stdout?.on('data', () => (lastWord = performance.now()))
  })
}

// In processes of their own: a thread that ends while its device has work would take the whole process with it.
describe.skipIf(!adapter)(`the engine in a thread: ${adapter?.name ?? 'no device'}`, () => {
  const open = shareDevice()

  /** What both runs come to. */
  async function trained() {
    const { bytes } = await trainAlone(open(), hostedNetwork)
    return { id: 'webgpu', device: wanted.name, lanes: 2, bytes: [bytes, bytes] }
  }

  test('is closed in the middle of its work, another trains to the same bytes as one in this thread', async () => {
    const { status, said, stderr, lingered } = await runProcess('close')
    expect(status, stderr).toBe(0)
    expect(stderr).not.toMatch(/\S/)
    const closed = { codes: ['engine.failed', 'engine.failed'], seconds: expect.any(Number) as number }
    expect(said).toEqual([closed, closed, await trained()])
    expect(lingered).toBeLessThan(3)
  })

  test('a process that has used it ends by itself, also without closing it', async () => {
    const { status, said, stderr, lingered } = await runProcess('leave')
    expect(status, stderr).toBe(0)
    expect(said).toEqual([await trained()])
    expect(lingered).toBeLessThan(3)
  })
})
