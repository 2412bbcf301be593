import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where package.json lies. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

export function inRoot(...path) {
  return join(root, ...path)
}

/** Large downloads live here, outside node_modules, shared by every clone: TICKETSCOPE_CACHE, else the platform's. */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.TICKETSCOPE_CACHE) return env.TICKETSCOPE_CACHE
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'ticketscope')
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'ticketscope', 'cache')
  return join(homedir(), '.cache', 'ticketscope')
}
