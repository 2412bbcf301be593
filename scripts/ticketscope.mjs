#!/usr/bin/env node
// The command line from a clone: sets itself up when needed, then is the built program. stdout is the program's alone.
import { setUp } from './setup.mjs'
import { commandLine, passThrough } from './setup/pass-through.mjs'

try {
  const { node } = await setUp({ window: false, quiet: true })
  const underNpm = process.env.npm_lifecycle_event === 'ticketscope'
  process.exitCode = await passThrough(node, commandLine(process.argv.slice(2)), { underNpm })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
