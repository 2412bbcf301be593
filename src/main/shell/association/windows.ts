import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Association } from '../../../shared/association.ts'
import { LabError } from '../../../shared/errors.ts'
import type { Program } from './program.ts'

const classes = String.raw`HKCU\Software\Classes`
const extensionKey = [classes, '.tickets'].join('\\')
const typeName = 'Ticketscope.tickets'
const typeKey = [classes, typeName].join('\\')
const commandKey = [typeKey, 'shell', 'open', 'command'].join('\\')

/** The command line that opens a file: each word in quotes, as programs of Windows take them apart. */
export function buildOpenCommand({ command }: Program): string {
  return [...command, '%1'].map((word) => `"${word}"`).join(' ')
}

/** What reg.exe is called with to make a type of `.tickets` files, for this user alone. */
export function planWindowsAssociation(program: Program): string[][] {
  const set = (key: string, value: string): string[] => ['add', key, '/ve', '/t', 'REG_SZ', '/d', value, '/f']
  return [set(typeKey, 'Ticketscope tickets'), set(commandKey, buildOpenCommand(program)), set(extensionKey, typeName)]
}

/** What undoes it; the extension stays where another program has it. */
export function planWindowsRemoval(isOurs: boolean): string[][] {
  return [['delete', typeKey, '/f'], ...(isOurs ? [['delete', extensionKey, '/ve', '/f']] : [])]
}

/** The value that `reg query KEY /ve` prints; null for none. */
export function parseDefaultValue(printed: string): string | null {
  return /\sREG_SZ\s+(.*?)\s*$/m.exec(printed)?.[1] ?? null
}

export async function readWindowsAssociation(program: Program): Promise<Association> {
  const detail = `In the registry, at ${extensionKey}.`
  const [type, command] = [await readValue(extensionKey), await readValue(commandKey)]
  if (type !== typeName) return { state: 'off', detail }
  return { state: command === buildOpenCommand(program) ? 'on' : 'other', detail }
}

export async function addWindowsAssociation(program: Program): Promise<Association> {
  for (const args of planWindowsAssociation(program)) await callReg(args)
  return readWindowsAssociation(program)
}

export async function removeWindowsAssociation(program: Program): Promise<Association> {
  for (const args of planWindowsRemoval((await readValue(extensionKey)) === typeName)) await callReg(args)
  return readWindowsAssociation(program)
}

async function readValue(key: string): Promise<string | null> {
  try {
    return parseDefaultValue((await promisify(execFile)('reg.exe', ['query', key, '/ve'])).stdout)
  } catch {
    return null // reg.exe fails where there is no such key
  }
}

async function callReg(args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('reg.exe', args)
  } catch (thrown) {
    throw new LabError('data.unreadable', `${args[1] ?? ''}: the registry refused it; check your rights`, {
      cause: thrown,
    })
  }
}
