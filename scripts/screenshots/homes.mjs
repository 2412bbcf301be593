// The homes that photographed views ask for.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runCommand } from '../setup/command.mjs'
import { commandLine } from '../setup/pass-through.mjs'
import { step } from '../setup/report.mjs'

/** Seconds after which the study of the home `part` is interrupted; it goes on for moments in some of the pictures. */
const partSeconds = 14
const partSpec = {
  ...{ version: 1, name: 'long', seed: 3, trials: 12, network: 'mini-conv-2' },
  datasets: [{ name: 'fashion' }, { name: 'digits' }],
  training: { optimiser: { kind: 'adam', learningRate: 0.001 }, batch: 60, epochs: 6 },
  pruning: { rounds: 8, rates: { conv: 0.15, dense: 0.3, output: 0.15 } },
}

/**
 * Makes the named homes in a folder: `empty`; `sample`, a finished sample study; `two`, the same, to which another study
 * is added; `part`, a longer study paused amid its rounds; `failed`, a study that ended in an error; `broken`, whose
 * database is none.
 * @param given a home with a finished sample study, which is copied; null runs that study
 */
export async function makeHomes(folder, names, node, given) {
  const at = (name) => join(folder, name)
  const sample = at('sample')
  if (['sample', 'two', 'failed'].some((name) => names.has(name))) {
    if (given) cpSync(given, sample, { recursive: true })
    else await step('running the sample study', () => runCommand(node, studyRun('sample', sample)))
  }
  if (names.has('part')) await step('running a part of another', () => runAWhile(node, at('part')))
  if (names.has('two')) cpSync(sample, at('two'), { recursive: true })
  if (names.has('failed')) await fail(sample, at('failed'))
  for (const name of ['empty', 'broken']) mkdirSync(at(name))
  writeFileSync(join(at('broken'), 'ticketscope.sqlite'), 'This is no database.\n'.repeat(50))
}

const studyRun = (spec, home) => commandLine(['study', 'run', spec, '--home', home]).slice(2)

/** Interrupts a study as Ctrl-C does, which pauses it. */
async function runAWhile(node, home) {
  const spec = `${home}.json`
  writeFileSync(spec, JSON.stringify(partSpec))
  const child = spawn(node, studyRun(spec, home), { stdio: 'ignore' })
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
