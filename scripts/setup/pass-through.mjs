import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { pinnedEnvironment } from './command.mjs'
import { inRoot } from './places.mjs'

const repeatedWithin = 500 // milliseconds in which a second Ctrl-C is the same one: the terminal's and npm's

/**
 * Runs a command in our place: same streams, same status, each signal once, and it ends when we do.
 * The command leads its own process group, since a terminal's Ctrl-C reaches npm and us alike and npm sends it again.
 * @param underNpm also interrupt it when npm, which started us, ends
 * @param guarded it loads end-with-parent.mjs, which ends it when we are killed
 * @returns the exit status, 128 + n for signal n
 */
export function passThrough(file, args, { underNpm = false, guarded = true } = {}) {
  const windows = process.platform === 'win32'
  const child = spawn(file, args, {
    stdio: ['inherit', 'inherit', 'inherit', guarded ? 'ipc' : 'ignore'],
    detached: !windows,
    env: pinnedEnvironment(),
  })
  const last = {}
  const forward = (signal) => {
    const now = Date.now()
    if (now - (last[signal] ?? 0) > repeatedWithin && !windows) child.kill(signal)
    last[signal] = now
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, forward)
  if (!windows) {
    process.on('SIGTSTP', () => {
      child.kill('SIGSTOP')
      process.kill(process.pid, 'SIGSTOP')
    })
    process.on('SIGCONT', () => child.kill('SIGCONT'))
  }
  const parent = process.ppid // npm itself: package.json says `exec`, which leaves no shell between
  let orphanedAt = 0
  const watch = setInterval(() => {
    if (!underNpm || process.ppid === parent) return
    if (orphanedAt === 0) forward('SIGINT')
    orphanedAt ||= Date.now()
    if (Date.now() - orphanedAt > 2000) child.kill('SIGKILL')
  }, 100)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

/** The arguments with which the pinned Node runs the built command line as our child. */
export function commandLine(args) {
  return ['--import', new URL('end-with-parent.mjs', import.meta.url).href, inRoot('out', 'main', 'cli.js'), ...args]
}
