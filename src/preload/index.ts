import { contextBridge, ipcRenderer } from 'electron'
import { labCallChannel, labEventChannel } from '../shared/channels.ts'
import type { LabBridge, LabEvent } from '../shared/protocol.ts'

const bridge: LabBridge = {
  call: (name, input) => ipcRenderer.invoke(labCallChannel, name, input),
  onEvent(listener) {
    const receive = (_event: unknown, labEvent: LabEvent): void => listener(labEvent)
    ipcRenderer.on(labEventChannel, receive)
    return () => ipcRenderer.off(labEventChannel, receive)
  },
}

contextBridge.exposeInMainWorld('lab', bridge)
