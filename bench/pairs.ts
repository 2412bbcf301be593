// How fast a study's distances are measured: every two of 120 Conv-2 tickets, both metrics, on two cores, kept in the store.
// usage: node bench/pairs.ts [tickets] [workers]
// The tickets are made by one process and measured by another, whose peak memory the system tells (VmHWM: with all threads).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '../src/main/lab/store/open.ts'
import { steadyWasm } from '../src/main/lab/steady-wasm.ts'
import { measureStudy } from '../src/main/lab/study/measure-study.ts'
import { makeConv2Home } from './conv2-home.ts'

const mebibyte = 2 ** 20

/** Most memory that this process has held so far, in MiB, or NaN where the system does not tell. */
function peakMemory(): number {
  const file = '/proc/self/status'
  const kibibytes = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : undefined
  return (Number(kibibytes ?? NaN) * 1024) / mebibyte
}

/** Measures all distances of a home's study; what is stored already is read. */
async function measure(home: string, workers: number): Promise<void> {
  steadyWasm()
  const store = openStore(home, 'own')
  try {
    const [study] = store.studies.list()
    if (!study) throw new Error(`${home} has no study; let this program make one`)
    let pairs = 0
    const context = { store, workers, writable: true, emit: () => void pairs++ }
    for (const what of ['measured', 'read again'] as const) {
      pairs = 0
      const start = performance.now()
      const used = process.cpuUsage()
      const { tickets } = await measureStudy(context, study, {})
      const seconds = (performance.now() - start) / 1000
      const speed = what === 'measured' ? `, ${pairs} pairs, ${(pairs / seconds).toFixed(1)} pairs/s` : `, ${pairs} new`
      const { user, system } = process.cpuUsage(used)
      const cores = `${((user + system) / 1e6).toFixed(1)} s of a core`
      const memory = `${peakMemory().toFixed(0)} MiB at most`
      process.stdout.write(`${what}: ${tickets.length} tickets${speed}, ${seconds.toFixed(1)} s, ${cores}, ${memory}\n`)
    }
  } finally {
    store.close()
  }
}

const [first = '120', second = '2'] = process.argv.slice(2)
if (existsSync(first)) {
  await measure(first, Number(second))
} else {
  const home = mkdtempSync(join(tmpdir(), 'ticketscope-pairs-'))
  try {
    makeConv2Home(home, Number(first))
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), home, second], { stdio: 'inherit' })
    process.exitCode = status ?? 1
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
