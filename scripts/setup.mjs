// Makes this clone ready to run; needs only Node 18 and npm. Each part does nothing when there is nothing to do.
import { fileURLToPath } from 'node:url'
import { buildIsCurrent, buildSources } from './setup/build.mjs'
import { missingDebianPackages, setUpDebianPackages } from './setup/debian.mjs'
import { recordedElectron, setUpElectron } from './setup/electron.mjs'
import { exclusively } from './setup/exclusive.mjs'
import { pinnedNode } from './setup/node.mjs'
import { installPackages, packagesAreCurrent } from './setup/packages.mjs'
import { say, seconds, step } from './setup/report.mjs'

/** Whether a window could show itself here. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

async function setUpProgram({ build }) {
  if (!packagesAreCurrent()) await step('installing packages (npm ci)', installPackages)
  pinnedNode()
  if (build && !buildIsCurrent()) await step('building', buildSources)
}

/** Electron and its libraries; null, with the reason said, when no window can be had on this machine. */
async function setUpWindow() {
  const complete = await setUpDebianPackages(missingDebianPackages({ display: hasDisplay() }))
  try {
    const electron = recordedElectron() ?? (await setUpElectron())
    return complete ? electron : null
  } catch (error) {
    say(`no window: ${error.message}`)
    return null
  }
}

/**
 * @param window also set up Electron and, as root on Debian or Ubuntu, the packages that it needs
 * @param build also compile and bundle the sources
 * @param quiet say nothing when there is nothing to do
 * @returns `{node, electron}`: the pinned Node, and how to open the window or null
 */
export async function setUp({ window, build = true, quiet = false }) {
  const started = Date.now()
  if (!packagesAreCurrent() || (build && !buildIsCurrent())) await exclusively(() => setUpProgram({ build }))
  const ready = window && recordedElectron() !== null && missingDebianPackages({ display: hasDisplay() }).length === 0
  const electron = ready ? recordedElectron() : window ? await exclusively(setUpWindow) : null
  if (!quiet) say(`ready (${seconds(started)})`)
  return { node: pinnedNode(), electron }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setUp({ window: process.argv.includes('--window') })
  } catch (error) {
    say(error.message)
    process.exitCode = 1
  }
}
