import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { LabError } from '../../shared/errors.ts'

/** Where a home lies: as given, else TICKETSCOPE_HOME, else the platform's application-data folder. */
export function homeFolder(given?: string): string {
  const chosen = given ?? process.env['TICKETSCOPE_HOME']
  if (chosen) return resolve(chosen)
  if (process.platform === 'win32')
    return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Ticketscope')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Ticketscope')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'ticketscope')
}

const lockFile = 'owner.lock'
/** Milliseconds: another process that looks whether the home is owned holds the lock for less. */
const lookingTakes = 200

/**
 * Makes the home ours until it is released: an exclusive lock on a small SQLite file, which the system lets go when the
 * process ends in whatever way.
 * @returns release
 * @throws LabError `home.unwritable`, `home.busy`
 */
export function ownHome(home: string): () => void {
  let lock: Database.Database
  try {
    makeFolder(home)
    lock = new Database(join(home, lockFile), { timeout: lookingTakes })
  } catch (thrown) {
    throw unwritable(home, thrown)
  }
  const ownerFile = join(home, 'owner.json')
  try {
    lock.exec('BEGIN EXCLUSIVE')
    writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }))
  } catch (thrown) {
    lock.close()
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'SQLITE_BUSY')) throw unwritable(home, thrown)
    throw new LabError(
      'home.busy',
      `${home}: in use by another Ticketscope${describeOwner(ownerFile)}; wait for it, stop it, or choose another home with --home`,
    )
  }
  return () => lock.close()
}

/** Whether a process owns the home right now. */
export function isOwned(home: string): boolean {
  const file = join(home, lockFile)
  if (!existsSync(file)) return false
  const lock = new Database(file, { readonly: true, timeout: 0 })
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'SQLITE_BUSY') return true
    throw unwritable(home, thrown)
  } finally {
    lock.close()
  }
}

/** Like mkdir's `recursive`, which on Linux never comes back from places such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

function unwritable(home: string, cause: unknown): LabError {
  const why = cause instanceof Error ? cause.message.replace(/^[A-Z]+: /, '') : String(cause)
  const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'SQLITE_FULL')
  if (full)
    return new LabError('disk.full', `${home}: the disk is full; free some space, or choose another home with --home`, {
      cause,
    })
  return new LabError(
    'home.unwritable',
    `${home}: cannot be written (${why}); check its permissions, or choose another home with --home`,
    { cause },
  )
}

function describeOwner(file: string): string {
  if (!existsSync(file)) return ''
  try {
    const { pid, since } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; since: string }
    return ` (process ${pid}, since ${since})`
  } catch {
    return ''
  }
}
