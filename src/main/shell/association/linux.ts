import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Association } from '../../../shared/association.ts'
import { LabError } from '../../../shared/errors.ts'
import type { Program } from './program.ts'

export const mimeType = 'application/x-ticketscope-tickets'
const entryName = 'ticketscope.desktop'

/** The base folders of the XDG specification. */
export interface XdgFolders {
  /** XDG_DATA_HOME */
  data: string
  /** XDG_CONFIG_HOME */
  config: string
}

/** A desktop entry, by the freedesktop specification 1.5. @throws LabError `usage` for a path with a line break */
export function buildDesktopEntry({ command, home }: Program): string {
  const words = [...(home === null ? [] : ['env', `TICKETSCOPE_HOME=${home}`]), ...command]
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Ticketscope',
    'Comment=Grows lottery tickets and compares them',
    `Exec=${words.map(quoteWord).join(' ')} %f`,
    'Terminal=false',
    'Categories=Science;',
    `MimeType=${mimeType};`,
    '',
  ].join('\n')
}

/** A word of an Exec line: quoted as for a shell, then escaped as any value, with no field codes. */
function quoteWord(word: string): string {
  if (/[\n\r]/.test(word)) throw new LabError('usage', `${word}: has a line break; move Ticketscope elsewhere`)
  const quoted = `"${word.replaceAll(/["`$\\]/g, (sign) => `\\${sign}`)}"`
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')
}

/** A file type for the shared MIME database. */
function buildMimeXml(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="${mimeType}">
    <comment>Ticketscope tickets</comment>
    <sub-class-of type="application/zip"/>
    <generic-icon name="package-x-generic"/>
    <glob pattern="*.tickets"/>
  </mime-type>
</mime-info>
`
}

/** A mimeapps.list without our entry; lines that name nothing else go. */
export function withoutEntry(list: string): string {
  const lines = list.split('\n').flatMap((line) => {
    const [key = '', value] = line.split('=')
    if (key !== mimeType || value === undefined) return [line]
    const others = value.split(';').filter((name) => name !== '' && name !== entryName)
    return others.length === 0 ? [] : [`${key}=${others.join(';')};`]
  })
  return lines.join('\n')
}

export function readLinuxAssociation(program: Program, { data }: XdgFolders): Association {
  const { entry } = filesOf(data)
  if (!existsSync(entry)) return { state: 'off', detail: `It would be set in ${entry}.` }
  const isOurs = readFileSync(entry, 'utf8') === buildDesktopEntry(program)
  return { state: isOurs ? 'on' : 'other', detail: `Set in ${entry}.` }
}

/** Writes the entry and the file type, and has the system read them. */
export async function addLinuxAssociation(program: Program, folders: XdgFolders): Promise<Association> {
  const { entry, type } = filesOf(folders.data)
  for (const [file, text] of [
    [entry, buildDesktopEntry(program)],
    [type, buildMimeXml()],
  ] as const) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const isRead = await updateDatabases(folders)
  const isDefault =
    (await runTool(folders, 'xdg-mime', ['default', entryName, mimeType])) ||
    (await runTool(folders, 'gio', ['mime', mimeType, entryName]))
  const missing = [
    ...(isRead ? [] : ['update-mime-database is not there: the type is known after the next login']),
    ...(isDefault ? [] : ['neither xdg-mime nor gio is there: choose Ticketscope in your file manager once']),
  ]
  return { state: 'on', detail: [`Set in ${entry}`, ...missing].join('; ').concat('.') }
}

export async function removeLinuxAssociation(program: Program, folders: XdgFolders): Promise<Association> {
  const { entry, type } = filesOf(folders.data)
  for (const file of [entry, type]) rmSync(file, { force: true })
  const list = join(folders.config, 'mimeapps.list')
  if (existsSync(list)) {
    const text = readFileSync(list, 'utf8')
    const rest = withoutEntry(text)
    if (rest !== text) writeFileSync(list, rest)
  }
  await updateDatabases(folders)
  return readLinuxAssociation(program, folders)
}

function filesOf(data: string): { entry: string; type: string } {
  return {
    entry: join(data, 'applications', entryName),
    type: join(data, 'mime', 'packages', 'ticketscope.xml'),
  }
}

/** Whether the file types were read anew. */
async function updateDatabases(folders: XdgFolders): Promise<boolean> {
  await runTool(folders, 'update-desktop-database', [join(folders.data, 'applications')])
  return runTool(folders, 'update-mime-database', [join(folders.data, 'mime')])
}

/** Milliseconds. */
const patience = 20_000

/** Whether the system has the tool, and it succeeded. */
async function runTool({ data, config }: XdgFolders, tool: string, args: readonly string[]): Promise<boolean> {
  const env = { ...process.env, XDG_DATA_HOME: data, XDG_CONFIG_HOME: config }
  try {
    await promisify(execFile)(tool, args, { env, timeout: patience })
    return true
  } catch {
    return false
  }
}
