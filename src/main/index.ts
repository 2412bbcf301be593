import { app, BrowserWindow } from 'electron'
import { answerPages, tellPages } from './shell/bridge.ts'
import { confinePages } from './shell/confine.ts'
import { registerContentScheme, serveContent } from './shell/content.ts'
import { superviseLab } from './shell/lab-supervisor.ts'
import { setMenu } from './shell/menu.ts'
import { builtFile, carriedNode, keepSettingsWithHome } from './shell/places.ts'
import { openWindow } from './shell/window.ts'

keepSettingsWithHome()
// Chromium has no sandbox for root on Linux, and does not start when both are asked for.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  registerContentScheme()
  const lab = superviseLab({ node: carriedNode(), entry: builtFile('main', 'lab-process.js'), onEvent: tellPages })
  let mayQuit = false

  void app.whenReady().then(() => {
    confinePages()
    serveContent(builtFile('renderer'))
    answerPages(lab)
    setMenu()
    openWindow()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  // The lab stops its study first, resumable; then the app ends.
  app.on('will-quit', (event) => {
    if (mayQuit) return
    event.preventDefault()
    void lab.close().finally(() => {
      mayQuit = true
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}
