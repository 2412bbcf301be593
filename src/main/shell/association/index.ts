import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { Association } from '../../../shared/association.ts'
import { fixedHome } from '../places.ts'
import { addLinuxAssociation, readLinuxAssociation, removeLinuxAssociation, type XdgFolders } from './linux.ts'
import type { Program } from './program.ts'
import { addWindowsAssociation, readWindowsAssociation, removeWindowsAssociation } from './windows.ts'

/** Whether the system opens `.tickets` files with this program. */
export async function readAssociation(): Promise<Association> {
  if (process.platform === 'win32') return readWindowsAssociation(thisProgram())
  if (process.platform === 'linux') return readLinuxAssociation(thisProgram(), xdgFolders())
  return notHere()
}

/** Has the system open them with this program, or no longer. For this user alone, without more rights. */
export async function writeAssociation(wanted: boolean): Promise<Association> {
  const program = thisProgram()
  if (process.platform === 'win32') return wanted ? addWindowsAssociation(program) : removeWindowsAssociation(program)
  if (process.platform === 'linux')
    return wanted ? addLinuxAssociation(program, xdgFolders()) : removeLinuxAssociation(program, xdgFolders())
  return notHere()
}

function notHere(): Association {
  const mac = 'macOS takes file types from a packaged app alone; choose Open tickets… or drop the file on the window.'
  return {
    state: 'impossible',
    detail: process.platform === 'darwin' ? mac : 'Not known for this system; drop the file on the window.',
  }
}

function thisProgram(): Program {
  const sandbox = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []
  return {
    command: [process.execPath, ...sandbox, ...(app.isPackaged ? [] : [app.getAppPath()])],
    home: fixedHome(),
  }
}

function xdgFolders(): XdgFolders {
  return {
    data: process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'),
    config: process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'),
  }
}
