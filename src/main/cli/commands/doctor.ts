import type { Command } from 'commander'
import type { EngineDevice, EngineStatus } from '../../../shared/results.ts'
import { withLab } from '../lab.ts'
import { example, globals, print } from '../output.ts'
import { describeBytes } from '../table.ts'

export function addDoctorCommand(program: Command): void {
  const doctor = program
    .command('doctor')
    .description('what this machine offers: versions, engines, memory, disk, database')
    .action(async (_options: unknown, command: Command) => {
      const options = globals(command)
      const found = await withLab(options, 'share', (lab) => lab.calls.doctor({}))
      print(options, found, () =>
        [
          `Ticketscope  ${found.version}`,
          `Node         ${found.node}`,
          `Window       ${found.electron.executable ? `Electron ${found.electron.version ?? '?'}` : 'not set up; `npm start` does that'}`,
          `Home         ${found.home}`,
          ...found.engines.flatMap(describeEngine),
          `auto takes   ${found.choice ? `${found.choice.engine} on ${found.choice.device}: ${found.choice.reason}` : 'nothing'}`,
          `Cores        ${found.cores}`,
          `Memory       ${describeBytes(found.memoryBytes)}`,
          `Disk free    ${describeBytes(found.diskFreeBytes)}`,
          `Database     ${found.database.state}, schema ${found.database.schema}, SQLite ${found.database.sqlite}`,
        ].join('\n'),
      )
    })
  example(doctor, 'ticketscope doctor --json')
}

/** An engine's line, and one for each device that it found. */
function describeEngine({ id, available, reason, devices }: EngineStatus): string[] {
  const refusal = available ? [] : [`not available: ${reason ?? 'unknown'}`]
  const lines = [...refusal, ...devices.map((device) => describeDevice(device, reason))]
  return lines.map((line, place) => `${(place === 0 ? id : '').padEnd(13)}${line}`)
}

/** @param said a reason that stands above already */
function describeDevice({ name, kind, available, reason, backend, driver }: EngineDevice, said: string | null): string {
  const through = [backend, kind === 'software' ? 'software' : null, driver].filter((part) => part !== null)
  const state = available ? '' : reason === said ? ': refused' : `: refused: ${reason ?? 'unknown'}`
  return `${name} (${through.join(', ')})${state}`
}
