import type { Command } from 'commander'
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
          ...found.engines.map(
            ({ id, available, device, reason }) =>
              `${id.padEnd(13)}${available ? (device ?? 'available') : `not available: ${reason ?? 'unknown'}`}`,
          ),
          `Cores        ${found.cores}`,
          `Memory       ${describeBytes(found.memoryBytes)}`,
          `Disk free    ${describeBytes(found.diskFreeBytes)}`,
          `Database     ${found.database.state}, schema ${found.database.schema}, SQLite ${found.database.sqlite}`,
        ].join('\n'),
      )
    })
  example(doctor, 'ticketscope doctor --json')
}
