/** What a bundle, a report or another program's networks are going through. */
export type TransferPhase = 'read' | 'store' | 'measure' | 'write'

/** How far importing, exporting or reporting is. */
export interface TransferEvent {
  event: 'transfer.progress'
  /** The file or folder that is read or written. */
  path: string
  phase: TransferPhase
  /** Tickets, figures or pairs. */
  done: number
  total: number
  /** Null until there is a pace. */
  secondsLeft: number | null
}
