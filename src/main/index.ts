import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { answerPages, chooseAction, tellPages } from './shell/bridge.ts'
import { confinePages } from './shell/confine.ts'
import { registerContentScheme, serveContent } from './shell/content.ts'
import { superviseLab } from './shell/lab-supervisor.ts'
import { setMenu } from './shell/menu.ts'
import { builtFile, carriedNode, fixedHome, keepSettingsWithHome } from './shell/places.ts'
import { answerShell } from './shell/requests.ts'
import { openSettingsFile } from './shell/settings-file.ts'
import { openWindow } from './shell/window.ts'

keepSettingsWithHome()
// Chromium has no sandbox for root on Linux, and does not start when both are asked for.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  registerContentScheme()
  const settings = openSettingsFile(join(app.getPath('userData'), 'settings.json'))
  const lab = superviseLab({
    node: carriedNode(),
    entry: builtFile('main', 'lab-process.js'),
    home: fixedHome() ?? settings.read().settings.home,
    onEvent: tellPages,
  })
  let mayQuit = false

  void app.whenReady().then(() => {
    confinePages()
    serveContent(builtFile('renderer'))
    answerPages(lab, answerShell(settings, chooseAction))
    setMenu([], () => undefined)
    openWindow(settings)
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(settings)
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
