import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { pinnedNode } from './node.mjs'
import { inRoot, root } from './places.mjs'

/** A command that ended badly; `output` holds the last of what it wrote. */
class CommandFailed extends Error {
  constructor(what, status, output) {
    super(`${what} failed (${status}):\n${output.trim().split('\n').slice(-40).join('\n')}`)
    this.output = output
  }
}

/** Runs a command without input, keeping its output to show only when it fails. Gives back the output. */
export function runCommand(file, args, { what = file, env = process.env, cwd = root, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => (output += chunk)
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => reject(new CommandFailed(what, error.code ?? 'not started', error.message)))
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(new CommandFailed(what, signal ?? `exit ${code}`, output))
    })
  })
}

/**
 * Runs npm, the one that started us where npm did.
 * @param node the Node to run it on, default the one that runs this
 */
export function runNpm(args, { node = process.execPath, ...options } = {}) {
  const own = process.env.npm_execpath
  const what = `npm ${args[0]}`
  if (own && /npm-cli\.c?js$/.test(own)) return runCommand(node, [own, ...args], { what, ...options })
  const env = environmentOf(node)
  return runCommand('npm', args, { what, shell: process.platform === 'win32', env, ...options })
}

function environmentOf(...programs) {
  return { ...process.env, PATH: [...programs.map(dirname), process.env.PATH ?? ''].join(delimiter) }
}

/** The environment in which `node` and the project's tools are the pinned ones. */
export function pinnedEnvironment() {
  return environmentOf(pinnedNode(), inRoot('node_modules', '.bin', 'any'))
}

/** Runs a script of ours under the pinned Node. */
export function runPinned(script, args = [], options = {}) {
  return runCommand(pinnedNode(), [script, ...args], { what: script, env: pinnedEnvironment(), ...options })
}
