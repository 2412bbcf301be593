import type { LabBridge } from '../shared/protocol.ts'
import type { ShellBridge } from '../shared/shell.ts'

declare global {
  interface Window {
    /** What the preload exposes: the lab's calls and events. */
    readonly lab: LabBridge
    /** What the preload exposes: files, settings, the menu. */
    readonly shell: ShellBridge
  }
  /** The program's version, put in when it is built. */
  const ticketscopeVersion: string
}
