// The homes that photographed views ask for.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runCommand } from '../setup/command.mjs'
import { commandLine } from '../setup/pass-through.mjs'
import { step } from '../setup/report.mjs'

/** Seconds after which the study of the home `part` is interrupted. */
const partSeconds = 14

/**
 * Makes the named homes in a folder: `empty`; `sample`, a finished sample study; `part`, the same study paused amid its
 * rounds; `failed`, a study that ended in an error; `broken`, whose database is none.
 * @param given a home with a finished sample study, which is copied; null runs that study
 */
export async function makeHomes(folder, names, node, given) {
  const at = (name) => join(folder, name)
  const sample = at('sample')
  if (names.has('sample') || names.has('failed')) {
    if (given) cpSync(given, sample, { recursive: true })
    else await step('running the sample study', () => runCommand(node, studyRun(sample)))
  }
  if (names.has('part')) await step('running a part of it', () => runAWhile(node, at('part')))
  if (names.has('failed')) await fail(sample, at('failed'))
  for (const name of ['empty', 'broken']) mkdirSync(at(name))
  writeFileSync(join(at('broken'), 'ticketscope.sqlite'), 'This is no database.\n'.repeat(50))
}

const studyRun = (home) => commandLine(['study', 'run', 'sample', '--home', home]).slice(2)

/** Interrupts a study as Ctrl-C does, which pauses it. */
async function runAWhile(node, home) {
  const child = spawn(node, studyRun(home), { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('close', resolve))
  await Promise.race([pause(partSeconds * 1000), ended])
  child.kill('SIGINT')
  await ended
}

async function fail(sample, home) {
  cpSync(sample, home, { recursive: true })
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(join(home, 'ticketscope.sqlite'))
  const error = 'the disk is full: 0 bytes are free in the home; make room, then choose Retry'
  database.prepare("UPDATE studies SET status = 'failed', error = ?").run(error)
  database.prepare('DELETE FROM tickets WHERE trial > 3 AND round > 2').run()
  database.prepare('DELETE FROM epochs WHERE trial > 3 AND round > 3').run()
  database.close()
}
