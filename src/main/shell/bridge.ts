import { ipcMain, webContents, type IpcMainInvokeEvent } from 'electron'
import { labCallChannel, labEventChannel } from '../../shared/channels.ts'
import type { Outcome } from '../../shared/errors.ts'
import type { LabEvent } from '../../shared/protocol.ts'
import { isOwnContent } from './confine.ts'
import type { LabSupervisor } from './lab-supervisor.ts'

/** The one door from pages to the shell: a main frame of our own content asks the lab, which checks what it is asked. */
export function answerPages(lab: LabSupervisor): void {
  ipcMain.handle(labCallChannel, async (event, name: unknown, input: unknown): Promise<Outcome<unknown>> => {
    if (!isOwnMainFrame(event) || typeof name !== 'string')
      return { ok: false, error: { code: 'usage', message: 'only the main frame of the window may ask the lab' } }
    return lab.call(name, input)
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
