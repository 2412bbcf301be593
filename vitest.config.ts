import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// One project per folder of tests, so that scripts/test.mjs runs them by name in order of cost.
const seconds = 1000
const timeouts: Record<string, number> = {
  gpu: 120 * seconds,
  engines: 120 * seconds,
  setup: 120 * seconds,
  bundles: 120 * seconds,
  hostile: 120 * seconds,
  cli: 120 * seconds,
  study: 300 * seconds,
  e2e: 240 * seconds,
}
const folders = existsSync('tests')
  ? readdirSync('tests', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  : []

export default defineConfig({
  test: {
    pool: 'forks',
    // As src/main/lab/steady-wasm.ts, for the WebAssembly with which Node reads TypeScript in worker threads.
    execArgv: ['--no-wasm-dynamic-tiering'],
    maxWorkers: 2,
    projects: folders.map((name) => ({
      extends: true,
      test: {
        name,
        include: [`tests/${name}/**/*.test.ts`],
        testTimeout: timeouts[name] ?? 30 * seconds,
        hookTimeout: timeouts[name] ?? 30 * seconds,
        // What is waited for comes when it comes; a window on a busy machine may need seconds.
        expect: { poll: { timeout: 20 * seconds } },
        // The debugger's events seldom get lost on their way to a window; what fails twice is wrong. vitest names what it repeats.
        retry: name === 'e2e' ? 1 : 0,
        // The end-to-end tests share one display; the engines' and studies' tests use every core themselves.
        fileParallelism: ['unit', 'store', 'bundles', 'hostile'].includes(name),
      },
    })),
  },
})
