import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'win' }

/** A file of the built program, such as `preload/index.cjs`. */
export function builtFile(...path: string[]): string {
  return join(app.getAppPath(), 'out', ...path)
}

/** The Node that the program carries: the lab runs on it, not on Electron's (ARCHITECTURE.md says why). */
export function carriedNode(): string {
  const name = `node-${systems[process.platform] ?? process.platform}-${process.arch}`
  return join(app.getAppPath(), 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * Puts the window's own settings beside what it shows, so that two homes can be open at the same time. A home that cannot
 * be written leaves them where Electron puts them: the lab says what is wrong with it.
 */
export function keepSettingsWithHome(): void {
  const home = fixedHome()
  if (home === null) return
  const folder = join(home, 'window')
  try {
    for (const path of [home, folder]) if (!existsSync(path)) mkdirSync(path)
    app.setPath('userData', folder)
  } catch {
    // said by the lab
  }
}

/** The home that the environment names, which goes before the settings. */
export function fixedHome(): string | null {
  return process.env['TICKETSCOPE_HOME'] || null
}
