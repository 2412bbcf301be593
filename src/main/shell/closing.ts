import { dialog, type BrowserWindow } from 'electron'
import type { Settings } from '../../shared/settings.ts'
import type { Jobs } from './jobs.ts'

type Decision = 'keep' | 'pause' | 'stay'
const decisions: readonly Decision[] = ['keep', 'pause', 'stay']

/**
 * Asks what is to become of a running study when its window is closed, as the settings want it.
 * Keeping it hides the window; the program ends with the study, unless the window is opened again before.
 */
export function askBeforeClosing(
  window: BrowserWindow,
  { jobs, settings, quit }: { jobs: Jobs; settings: () => Settings; quit: () => void },
): void {
  let isDecided = false
  let isAsking = false

  async function decide(names: string[]): Promise<void> {
    isAsking = true
    const { closing } = settings()
    const decision = closing === 'ask' ? await ask(window, names) : closing
    isAsking = false
    if (decision === 'keep') window.hide()
    if (decision !== 'pause') return
    isDecided = true
    quit()
  }

  window.on('close', (event) => {
    const names = jobs.names()
    if (names.length === 0 || isDecided) return
    event.preventDefault()
    if (!isAsking) void decide(names)
  })
}

async function ask(window: BrowserWindow, names: string[]): Promise<Decision> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} at work`,
    detail: 'A paused study goes on where it stopped when Ticketscope is next opened; at most one epoch is lost.',
    buttons: ['Keep running without the window', 'Pause and quit', 'Cancel'],
    defaultId: 1,
    cancelId: 2,
    noLink: true,
  })
  return decisions[response] ?? 'stay'
}
