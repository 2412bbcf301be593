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
