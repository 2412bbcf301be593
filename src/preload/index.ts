import { contextBridge, ipcRenderer } from 'electron'
import { labCallChannel, labEventChannel } from '../shared/channels.ts'
import type { LabBridge, StudyEvent } from '../shared/protocol.ts'

const bridge: LabBridge = {
  call: (name, input) => ipcRenderer.invoke(labCallChannel, name, input),
  onEvent(listener) {
    const receive = (_event: unknown, studyEvent: StudyEvent): void => listener(studyEvent)
    ipcRenderer.on(labEventChannel, receive)
    return () => ipcRenderer.off(labEventChannel, receive)
  },
}

contextBridge.exposeInMainWorld('lab', bridge)
