import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The process of the window's lab on a home, as the home itself notes it; null when none is alive. */
export function labProcess(home: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8')) as { pid: number }
    return isLab(pid) ? pid : null
  } catch {
    return null
  }
}

/** On Linux also told from another program that got the number since, and from one that waits to be reaped. */
function isLab(pid: number): boolean {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('lab-process')
  return process.kill(pid, 0)
}
