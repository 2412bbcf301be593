/** How the system is to start this program. */
export interface Program {
  /** The executable, then its arguments; the file to open comes behind them. */
  command: readonly string[]
  /** The home that TICKETSCOPE_HOME names now; null for that of the settings. */
  home: string | null
}
