import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pinnedEnvironment } from './command.mjs'
import { pinnedNode } from './node.mjs'
import { cacheFolder, inRoot } from './places.mjs'
import { step } from './report.mjs'

const patience = 20_000 // milliseconds without progress before the download counts as unreachable
const memory = 24 * 3_600_000 // milliseconds for which a failure is remembered, so that starts without a network stay fast
const failureFile = () => join(cacheFolder(), 'electron-unreachable.json')
const electron = (...path) => inRoot('node_modules', 'electron', ...path)

const wantedVersion = () => JSON.parse(readFileSync(electron('package.json'), 'utf8')).version

function installed(version) {
  try {
    const executable = electron('dist', readFileSync(electron('path.txt'), 'utf8'))
    if (readFileSync(electron('dist', 'version'), 'utf8').replace(/^v/, '').trim() !== version) return null
    return existsSync(executable) ? { version, executable } : null
  } catch {
    return null
  }
}

function failedLately(version) {
  try {
    const failure = JSON.parse(readFileSync(failureFile(), 'utf8'))
    return failure.version === version && Date.now() - failure.at < memory
  } catch {
    return false
  }
}

function sizeOf(folder) {
  let bytes = 0
  try {
    for (const child of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, child.name)
      bytes += child.isDirectory() ? sizeOf(path) : statSync(path).size
    }
  } catch {
    // A file that is being moved away: the next look sees it at its new place.
  }
  return bytes
}

/** Runs Electron's own installer; ends it when neither the download nor the unpacking grows any more. */
function download() {
  const folder = mkdtempSync(join(tmpdir(), 'ticketscope-electron-'))
  const env = { ...pinnedEnvironment(), TMPDIR: folder, TMP: folder, TEMP: folder }
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode(), [electron('install.js')], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.on('data', (chunk) => (output += chunk))
    let size = 0
    let progress = Date.now()
    const watch = setInterval(() => {
      const now = sizeOf(folder) + sizeOf(electron('dist'))
      if (now !== size) progress = Date.now()
      size = now
      if (Date.now() - progress > patience) child.kill('SIGKILL')
    }, 500)
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(watch)
      rmSync(folder, { recursive: true, force: true })
      if (code === 0) resolve()
      else reject(new Error(output.trim().split('\n')[0] || 'no answer'))
    })
  })
}

/** Electron as its authors publish it, or null where it cannot be fetched. */
export async function officialElectron() {
  const version = wantedVersion()
  const present = installed(version)
  if (present || failedLately(version)) return present
  try {
    await step(`fetching Electron ${version}`, download)
    rmSync(failureFile(), { force: true })
  } catch {
    mkdirSync(cacheFolder(), { recursive: true })
    writeFileSync(failureFile(), `${JSON.stringify({ version, at: Date.now() })}\n`)
  }
  return installed(version)
}
