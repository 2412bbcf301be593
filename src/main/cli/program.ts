import { Command, CommanderError } from 'commander'
import { exitStatus, plainError } from '../../shared/errors.ts'
import { version } from '../lab/index.ts'
import { addBenchCommands } from './commands/bench.ts'
import { addBundleCommands } from './commands/bundles.ts'
import { addComparisonCommands } from './commands/comparison.ts'
import { addDataCommands } from './commands/data.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addStudyCommands } from './commands/study.ts'
import { example, writeError, writeLine } from './output.ts'

/**
 * Runs the command line and gives back the exit status: 0, 1 failed, 2 wrong usage, 130 interrupted.
 * @param argv as in process.argv
 */
export async function parseArguments(argv: readonly string[]): Promise<number> {
  const program = createProgram()
  const json = argv.includes('--json')
  try {
    await program.parseAsync([...argv])
    return 0
  } catch (thrown) {
    if (thrown instanceof CommanderError) return report(json, thrown)
    const error = plainError(thrown)
    if (json) writeLine(JSON.stringify({ error }))
    writeError(error.code === 'interrupted' ? error.message : `error: ${error.message}`)
    return exitStatus(error.code)
  }
}

/** Commander has already written its words; help and version are no errors. */
function report(json: boolean, thrown: CommanderError): number {
  if (thrown.exitCode === 0) return 0
  const message = thrown.message.replace(/^error: /, '')
  if (thrown.code === 'commander.help') {
    if (json) writeLine(JSON.stringify({ error: { code: 'usage', message: 'a command is missing; see --help' } }))
  } else {
    if (json) writeLine(JSON.stringify({ error: { code: 'usage', message } }))
    writeError(`error: ${message.split('\n')[0] ?? ''}; see --help`)
  }
  return 2
}

/** Every command with its options and an example. */
export function createProgram(): Command {
  const program = new Command('ticketscope')
    .description('Grow lottery tickets, compare them by NNSTD and NNSTD±, and see their signs.')
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .showHelpAfterError(false)
    .option('--home <folder>', 'where studies and datasets lie (default: TICKETSCOPE_HOME, else your application data)')
    .option('--json', 'machine-readable output on stdout, everything else on stderr')
  example(program, 'ticketscope study run sample', 'ticketscope distances sample')
  addDoctorCommand(program)
  addDataCommands(program)
  addStudyCommands(program)
  addComparisonCommands(program)
  addBundleCommands(program)
  addBenchCommands(program)
  for (const command of allCommands(program)) command.exitOverride().configureOutput({ outputError: () => undefined })
  return program
}

/** A command and all below it. */
export function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}
