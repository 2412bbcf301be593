import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNpm } from './command.mjs'
import { nodeFile, nodePackage } from './node.mjs'
import { inRoot } from './places.mjs'

const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
// npm ci begins by emptying node_modules, and with it the stamp: an interrupted one is done again.
const stampFile = inRoot('node_modules', '.ticketscope-setup')

/** What the installed packages must match: the lock file, and the machine that they were chosen for. */
function wantedStamp() {
  const lock = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform} ${process.arch}\n`
}

export function packagesAreCurrent() {
  try {
    return readFileSync(stampFile, 'utf8') === wantedStamp()
  } catch {
    return false
  }
}

/**
 * npm leaves out optional packages that want a newer Node than it runs on, the build tools' own among them: on an old
 * Node, fetch the pinned one first and let npm run on that.
 */
async function withNewNode(action) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return action(process.execPath)
  const name = nodePackage()
  const locked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages[`node_modules/${name}`]
  if (!locked) return action(process.execPath)
  const folder = inRoot('.cache', 'node')
  const wanted = `${name}@npm:${locked.name ?? name}@${locked.version}`
  try {
    mkdirSync(folder, { recursive: true })
    await runNpm(['install', wanted, '--prefix', folder, '--no-save', '--no-package-lock', ...quiet], { cwd: folder })
    return await action(nodeFile(join(folder, 'node_modules')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function installPackages() {
  const stamp = wantedStamp()
  rmSync(stampFile, { force: true })
  await withNewNode((node) => runNpm(['ci', '--include=dev', '--include=optional', ...quiet], { node }))
  writeFileSync(stampFile, stamp)
}
