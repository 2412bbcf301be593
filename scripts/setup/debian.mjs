import { spawnSync } from 'node:child_process'
import { runCommand } from './command.mjs'
import { say, step } from './report.mjs'

// Each with the name that newer releases (64-bit time) gave it.
const libraries = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  ['libnotify4'],
]
const virtualDisplay = [['xvfb'], ['xauth']]

const output = (file, args) => spawnSync(file, args, { encoding: 'utf8' }).stdout ?? ''

function installedAmong(names) {
  const lines = output('dpkg-query', ['--show', '--showformat=${Package} ${db:Status-Status}\\n', ...names]).split('\n')
  return new Set(lines.flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])))
}

/** Of each package's names, the first that this release offers. */
function offered(missing) {
  const policy = output('apt-cache', ['policy', ...missing.flat()])
  const known = new Set([...policy.matchAll(/^(\S+):\n.*\n\s+\S+: (?!\(none\))\S/gm)].map((match) => match[1]))
  return missing.map((names) => names.find((name) => known.has(name)) ?? names[names.length - 1])
}

/** The packages that a window needs and this Debian or Ubuntu lacks, each as its possible names; none elsewhere. */
export function missingDebianPackages({ display }) {
  if (process.platform !== 'linux' || spawnSync('dpkg-query', ['--version']).status !== 0) return []
  const wanted = display ? libraries : [...virtualDisplay, ...libraries]
  const installed = installedAmong(wanted.flat())
  return wanted.filter((names) => !names.some((name) => installed.has(name)))
}

/** Installs what is missing as root; else says the one command to type. Tells whether a window can open now. */
export async function setUpDebianPackages(missing) {
  if (missing.length === 0) return true
  if (process.getuid?.() !== 0) {
    say(`no window until you type: sudo apt-get install -y ${offered(missing).join(' ')}`)
    return false
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await step(`installing ${missing.length} Debian packages for a window`, async () => {
      await runCommand('apt-get', ['update', '-qq'], { what: 'apt-get update', env })
      const names = offered(missing)
      const install = ['install', '-y', '-qq', '--no-install-recommends', ...names]
      await runCommand('apt-get', install, { what: 'apt-get install', env })
    })
    return true
  } catch (error) {
    say(error.message)
    say(`no window until you type: apt-get update && apt-get install -y ${offered(missing).join(' ')}`)
    return false
  }
}
