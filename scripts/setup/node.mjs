import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './places.mjs'

const systems = { win32: 'win' }

/** The package of npm that carries Node for one platform. */
export function nodePackage(platform = process.platform, architecture = process.arch) {
  return `node-${systems[platform] ?? platform}-${architecture}`
}

/** The Node in a folder of installed packages, whether it is there or not. */
export function nodeFile(modules, platform = process.platform, architecture = process.arch) {
  return join(modules, nodePackage(platform, architecture), 'bin', platform === 'win32' ? 'node.exe' : 'node')
}

/** The Node that Ticketscope carries, installed for this machine alone. */
export function pinnedNode(platform = process.platform, architecture = process.arch) {
  const file = nodeFile(inRoot('node_modules'), platform, architecture)
  if (existsSync(file)) return file
  throw new Error(
    `no Node for ${platform} ${architecture}: ${nodePackage(platform, architecture)} is not among the installed packages. ` +
      'Ticketscope runs on Linux (x64, arm64), macOS (x64, arm64) and Windows (x64); ' +
      'on one of these, remove node_modules and start again without --omit=optional.',
  )
}
