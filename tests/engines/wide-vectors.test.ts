import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** What a process of its own trains, as a hash; V8's flags hold for a whole process. */
function trainedBytes(wideVectors: 'on' | 'off'): string {
  const script = fileURLToPath(new URL('train-and-hash.ts', import.meta.url))
  const env = { ...process.env, TICKETSCOPE_WIDE_VECTORS: wideVectors }
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { env, encoding: 'utf8', timeout: 60_000 })
  if (status !== 0) throw new Error(`${script} failed:\n${stderr}`)
  return stdout.trim()
}

test('wasm: training gives the same bytes with vectors of 256 bits and of 128', () => {
  const wide = trainedBytes('on')
  expect(wide).toMatch(/^[0-9a-f]{64}( [0-9a-f]{64}){2}$/)
  expect(wide).toBe(trainedBytes('off'))
}, 120_000)
