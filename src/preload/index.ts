import { contextBridge, ipcRenderer, webUtils } from 'electron'
import {
  labCallChannel,
  labEventChannel,
  shellActionChannel,
  shellCallChannel,
  shellOpenedChannel,
} from '../shared/channels.ts'
import type { LabBridge } from '../shared/protocol.ts'
import type { ShellBridge } from '../shared/shell.ts'

/** Passes on what comes over a channel from the shell, which is as trusted as this file. */
function listen(channel: string, listener: (value: never) => void): () => void {
  const receive = (_event: unknown, value: unknown): void => listener(value as never)
  ipcRenderer.on(channel, receive)
  return () => ipcRenderer.off(channel, receive)
}

const lab: LabBridge = {
  call: (name, input) => ipcRenderer.invoke(labCallChannel, name, input),
  onEvent: (listener) => listen(labEventChannel, listener),
}

const shell: ShellBridge = {
  call: (name, input) => ipcRenderer.invoke(shellCallChannel, name, input),
  onAction: (listener) => listen(shellActionChannel, listener),
  onOpened: (listener) => listen(shellOpenedChannel, listener),
  pathOf: (file) => webUtils.getPathForFile(file as File),
}

contextBridge.exposeInMainWorld('lab', lab)
contextBridge.exposeInMainWorld('shell', shell)
