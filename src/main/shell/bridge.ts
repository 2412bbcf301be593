import { BrowserWindow, ipcMain, webContents, type IpcMainInvokeEvent } from 'electron'
import {
  labCallChannel,
  labEventChannel,
  shellActionChannel,
  shellCallChannel,
  shellOpenedChannel,
} from '../../shared/channels.ts'
import type { Outcome } from '../../shared/errors.ts'
import type { LabEvent } from '../../shared/protocol.ts'
import { isOwnContent } from './confine.ts'
import type { LabSupervisor } from './lab-supervisor.ts'

type AnswerShell = (window: BrowserWindow, name: string, input: unknown) => Promise<Outcome<unknown>>

/** The doors from pages: a main frame of our own content asks the lab, or the shell; each checks what it is asked. */
export function answerPages(lab: LabSupervisor, shell: AnswerShell): void {
  handle(labCallChannel, (_window, name, input) => lab.call(name, input))
  handle(shellCallChannel, shell)
}

/** The one wrapper around IPC: main frame, own content, a window, a name. */
function handle(channel: string, answer: AnswerShell): void {
  ipcMain.handle(channel, async (event, name: unknown, input: unknown): Promise<Outcome<unknown>> => {
    const window = BrowserWindow.fromWebContents(event.sender)
    if (!isOwnMainFrame(event) || !window || typeof name !== 'string')
      return { ok: false, error: { code: 'usage', message: 'only the main frame of the window may ask' } }
    return answer(window, name, input)
  })
}

function isOwnMainFrame({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnContent(senderFrame.url)
}

/** Tells every window what happened in the lab. */
export function tellPages(event: LabEvent): void {
  for (const contents of webContents.getAllWebContents())
    if (isOwnContent(contents.getURL())) contents.send(labEventChannel, event)
}

/** Tells every window that there are files to open. */
export function tellOpened(): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(shellOpenedChannel)
}

/** Tells a window's page which action was chosen in the menu. */
export function chooseAction(window: BrowserWindow, id: string): void {
  window.webContents.send(shellActionChannel, id)
}
