// npm start: sets everything up, then opens the window; without a display, runs the sample study in the terminal.
//   npm start -- FILE…   opens the window on ticket files
import { resolve } from 'node:path'
import { runCommand } from './setup/command.mjs'
import { commandLine, passThrough } from './setup/pass-through.mjs'
import { hasDisplay, setUp } from './setup.mjs'

/** Files to open, named from where npm was started. */
const files = process.argv.slice(2).map((word) => resolve(process.env.INIT_CWD ?? process.cwd(), word))
const underNpm = process.env.npm_lifecycle_event === 'start'

/** The newest sample study, finished ones first; undefined when there is none. */
async function findSample(node) {
  const studies = JSON.parse(await runCommand(node, commandLine(['study', 'list', '--json']).slice(2)))
  const samples = studies.filter(({ name, status }) => name === 'sample' && status !== 'cancelled')
  return samples.findLast(({ status }) => status === 'finished') ?? samples.at(-1)
}

async function homeFolder(node) {
  return JSON.parse(await runCommand(node, commandLine(['doctor', '--json']).slice(2))).home
}

/** The sample study in the terminal: run it once or go on with it, then show it. Gives the exit status. */
async function showSample(node) {
  const run = (args) => passThrough(node, commandLine(args), { underNpm })
  const before = await findSample(node)
  if (before?.status !== 'finished') {
    const status = await run(['study', ...(before ? ['resume', before.id] : ['run', 'sample'])])
    if (status !== 0) return status
  }
  const { id } = await findSample(node)
  const status = await run(['distances', id])
  if (status !== 0) return status
  process.stdout.write(
    [
      '',
      `Everything lies in ${await homeFolder(node)}`,
      `Go on with:  npm run -s ticketscope -- patterns ${id}`,
      '             npm run -s ticketscope -- --help',
      '',
    ].join('\n'),
  )
  return 0
}

try {
  const { node, electron } = await setUp({ window: true })
  const status =
    electron && hasDisplay()
      ? await passThrough(electron.executable, [...electron.args, ...files], { underNpm, guarded: false })
      : await showSample(node)
  process.exitCode = status
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
