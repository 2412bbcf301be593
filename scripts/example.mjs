// Makes resources/example/example.sqlite: a small finished study that the first launch offers to explore. It runs the
// study of scripts/example/spec.json on the built program, and keeps what the window shows; trained weights are left out.
//   npm run example
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { runCommand } from './setup/command.mjs'
import { commandLine } from './setup/pass-through.mjs'
import { inRoot } from './setup/places.mjs'
import { say, step } from './setup/report.mjs'
import { setUp } from './setup.mjs'

const spec = inRoot('scripts', 'example', 'spec.json')
const file = inRoot('resources', 'example', 'example.sqlite')

async function main() {
  const { node } = await setUp({ window: false })
  const home = mkdtempSync(join(tmpdir(), 'ticketscope-example-'))
  try {
    const args = commandLine(['study', 'run', spec, '--engine', 'wasm', '--home', home]).slice(2)
    await step('running the example study', () => runCommand(node, args))
    const database = new Database(join(home, 'ticketscope.sqlite'))
    database.exec('UPDATE tickets SET trained = NULL, trained_sha256 = NULL')
    database.pragma('journal_mode = DELETE')
    rmSync(file, { force: true })
    database.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`)
    database.close()
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  say(`made ${file}`)
}

try {
  await main()
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
