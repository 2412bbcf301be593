import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inRoot } from './places.mjs'
import { say } from './report.mjs'

const lockFile = inRoot('.cache', 'setup.pid')

function holder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function take() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Runs the action while no other process sets up this clone; a lock left by a killed process is taken over. */
export async function exclusively(action) {
  mkdirSync(dirname(lockFile), { recursive: true })
  let waiting = false
  while (!take()) {
    const pid = holder()
    if (pid > 0 && !isAlive(pid)) {
      rmSync(lockFile, { force: true })
      continue
    }
    if (!waiting) say(`waiting for another setup of this folder (process ${pid})`)
    waiting = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const release = () => rmSync(lockFile, { force: true })
  process.once('exit', release)
  try {
    return await action()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}
