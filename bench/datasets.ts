// How fast full-size sets go in, and the memory that it takes. They are made first, by numpy, scipy and PIL.
// usage: node bench/datasets.ts [cifar10-python cifar10-binary svhn cinic10]
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLab } from '../src/main/lab/index.ts'

/** Seconds on two cores, and images. */
const limits: Record<string, { seconds: number; images: number }> = {
  'cifar10-python': { seconds: 15, images: 60_000 },
  'cifar10-binary': { seconds: 15, images: 60_000 },
  svhn: { seconds: 30, images: 99_289 },
  cinic10: { seconds: 90, images: 270_000 },
}
const mostMemory = 600 // MiB

const python = ['/usr/bin/python3', 'python3'].find((path) => path === 'python3' || existsSync(path)) ?? 'python3'
const kinds = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(limits)
for (const kind of kinds) {
  const limit = limits[kind]
  if (!limit) throw new Error(`no set ${kind}; there are ${Object.keys(limits).join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'ticketscope-bench-'))
  try {
    execFileSync(python, [join(import.meta.dirname, 'datasets', 'generate.py'), kind, folder], { stdio: 'inherit' })
    const archive = join(folder, 'set.tar.gz')
    const path = existsSync(archive) ? archive : folder
    const lab = await openLab({ home: join(folder, 'home'), access: 'own' })
    resetPeak()
    const [started, used] = [performance.now(), process.cpuUsage()]
    const set = await lab.calls.addDataset({ name: kind, path, include: kind === 'cinic10' ? ['valid'] : [] })
    const seconds = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(used)
    await lab.close()
    const images = set.train + set.test
    const memory = peakMemory()
    const megabytes = path === archive ? Math.round(statSync(archive).size / 1e6) : null
    const within = seconds < limit.seconds && images === limit.images && (memory === null || memory < mostMemory)
    const figures = { kind, images, megabytes, seconds, cpuSeconds: (user + system) / 1e6, peakMemoryMiB: memory }
    const rounded = JSON.stringify({ ...figures, cores: availableParallelism(), within }, (_, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 10) / 10 : value,
    )
    process.stdout.write(`${rounded}\n`)
    if (!within) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function resetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
}

/** The largest resident set since the reset, in MiB; null where the system does not tell. */
function peakMemory(): number | null {
  if (process.platform !== 'linux') return null
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
