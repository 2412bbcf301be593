import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { officialElectron } from './electron-official.mjs'
import { standInElectron } from './electron-stand-in.mjs'
import { inRoot, root } from './places.mjs'

const recordFile = inRoot('out', 'electron.json')

/** Chromium's sandbox refuses to start as root on Linux. */
function argumentsFor(uid = process.getuid?.()) {
  return process.platform === 'linux' && uid === 0 ? ['--no-sandbox', root] : [root]
}

/** `{version, executable, args}` that opens the built window, or null when none is set up on this machine. */
export function recordedElectron() {
  try {
    const record = JSON.parse(readFileSync(recordFile, 'utf8'))
    const fits = existsSync(record.executable) && record.args.join('\n') === argumentsFor().join('\n')
    return fits ? record : null
  } catch {
    return null
  }
}

/** Finds or fetches an Electron and notes how to open the window. Throws where there is none. */
export async function setUpElectron() {
  const found = (await officialElectron()) ?? (await standInElectron())
  if (!found) {
    throw new Error(
      `no Electron for ${process.platform} ${process.arch} could be fetched; check the connection and start again`,
    )
  }
  const record = { ...found, args: argumentsFor() }
  mkdirSync(inRoot('out'), { recursive: true })
  writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`)
  return record
}
