import { z } from 'zod'
import type { Association } from './association.ts'
import type { Outcome } from './errors.ts'
import { settingsChangeSchema, type Settings } from './settings.ts'

const nothing = z.strictObject({})
const filter = z.strictObject({ name: z.string(), extensions: z.array(z.string()) })
const fileName = z.string().min(1).max(200)

/** An action as the menu shows it; choosing it sends its id to the page. */
const menuAction = z.strictObject({
  id: z.string(),
  title: z.string(),
  menu: z.enum(['File', 'View', 'Go', 'Study', 'Help']),
  /** As Electron writes it, such as `CmdOrCtrl+K`. */
  accelerator: z.string().nullable(),
  enabled: z.boolean(),
})

/** Every request that the shell answers for a page, with the schema that its input is checked by. */
export const shellRequests = {
  readSettings: nothing,
  writeSettings: settingsChangeSchema,
  /** Asks where, then writes. Answers null when the person changed their mind. */
  saveFile: z.strictObject({
    name: fileName,
    content: z.union([z.string(), z.instanceof(Uint8Array)]),
    filter,
  }),
  /** Asks for a text file of at most 1 MB, then reads it. */
  openText: z.strictObject({ title: z.string(), filter }),
  /** Asks for a path, which the lab reads. */
  choosePath: z.strictObject({ title: z.string(), kind: z.enum(['file', 'folder']) }),
  /** Asks for files, which the lab reads. */
  chooseFiles: z.strictObject({ title: z.string(), filter }),
  /** Asks for a place, which the lab writes to. */
  chooseSavePath: z.strictObject({ title: z.string(), name: fileName, filter }),
  /** Asks for a folder; answers with the path of a new one in it, of that name or the next that is free. */
  chooseNewFolder: z.strictObject({ title: z.string(), name: fileName }),
  /** Shows in the file manager what lies at a place that was chosen to write to. */
  showWritten: z.strictObject({ path: z.string() }),
  /** Opens the page of the report in a folder that was chosen to write to. */
  openReport: z.strictObject({ path: z.string() }),
  /** Files that the system wants opened; each is given once. */
  takeOpened: nothing,
  readAssociation: nothing,
  writeAssociation: z.strictObject({ wanted: z.boolean() }),
  setMenu: z.strictObject({ actions: z.array(menuAction) }),
  /** Starts the program anew, with what the settings now say. */
  restart: nothing,
  quit: nothing,
} as const

interface Answers {
  readSettings: ShellState
  writeSettings: ShellState
  saveFile: { path: string } | null
  openText: { path: string; text: string } | null
  choosePath: { path: string } | null
  chooseFiles: { paths: string[] } | null
  chooseSavePath: { path: string } | null
  chooseNewFolder: { path: string } | null
  showWritten: null
  openReport: null
  takeOpened: { paths: string[] }
  readAssociation: Association
  writeAssociation: Association
  setMenu: null
  restart: null
  quit: null
}

export interface ShellState {
  settings: Settings
  /** TICKETSCOPE_HOME, which goes before the settings; null when it is not set. */
  fixedHome: string | null
}

export type MenuAction = z.infer<typeof menuAction>
export type ShellRequestName = keyof typeof shellRequests
export type ShellInput<Name extends ShellRequestName> = z.input<(typeof shellRequests)[Name]>
export type CheckedShellInput<Name extends ShellRequestName> = z.output<(typeof shellRequests)[Name]>
export type ShellAnswer<Name extends ShellRequestName> = Answers[Name]

/** The bridge that preload puts on `window.shell`. */
export interface ShellBridge {
  call<Name extends ShellRequestName>(name: Name, input: ShellInput<Name>): Promise<Outcome<ShellAnswer<Name>>>
  /** Tells the id of an action that was chosen in the menu; gives back how to stop listening. */
  onAction(listener: (id: string) => void): () => void
  /** Tells that there are files to take with `takeOpened`. */
  onOpened(listener: () => void): () => void
  /** Where a dropped file lies. */
  pathOf(file: unknown): string
}
