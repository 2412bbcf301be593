import type { LabBridge } from '../shared/protocol.ts'

declare global {
  interface Window {
    /** What the preload exposes: the lab's calls and events. */
    readonly lab: LabBridge
  }
}
