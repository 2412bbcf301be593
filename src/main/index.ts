import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { pathsInArguments } from './shell/arguments.ts'
import { answerPages, chooseAction, tellOpened, tellPages } from './shell/bridge.ts'
import { confinePages } from './shell/confine.ts'
import { askBeforeClosing } from './shell/closing.ts'
import { registerContentScheme, serveContent } from './shell/content.ts'
import { followJobs } from './shell/jobs.ts'
import { superviseLab } from './shell/lab-supervisor.ts'
import { setMenu } from './shell/menu.ts'
import { collectOpened, handedOverSchema, type HandedOver } from './shell/opened.ts'
import { builtFile, carriedNode, fixedHome, keepSettingsWithHome } from './shell/places.ts'
import { answerShell } from './shell/requests.ts'
import { openSettingsFile } from './shell/settings-file.ts'
import { openWindow } from './shell/window.ts'

keepSettingsWithHome()
// Chromium has no sandbox for root on Linux, and does not start when both are asked for.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

const given: HandedOver = {
  paths: pathsInArguments(process.argv, { folder: process.cwd(), takesApp: !app.isPackaged }),
}
if (app.requestSingleInstanceLock(given)) run()
else app.quit()

function run(): void {
  registerContentScheme()
  const settings = openSettingsFile(join(app.getPath('userData'), 'settings.json'))
  let isEnding = false
  let mayQuit = false
  // A study that was to go on without the window ends the program with it.
  const jobs = followJobs(() => {
    if (!BrowserWindow.getAllWindows().some((window) => window.isVisible())) quit()
  })
  const lab = superviseLab({
    node: carriedNode(),
    entry: builtFile('main', 'lab-process.js'),
    home: fixedHome() ?? settings.read().settings.home,
    onEvent(event) {
      const isOfStudy = event.event !== 'dataset.progress' && event.event !== 'transfer.progress'
      if (!isEnding && isOfStudy) jobs.follow(event)
      tellPages(event)
    },
  })

  const opened = collectOpened(tellOpened)
  opened.add(given.paths)

  /** Ends without asking. */
  function quit(): void {
    isEnding = true
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    app.quit()
  }

  function open(): void {
    const window = openWindow(settings)
    askBeforeClosing(window, { jobs, settings: () => settings.read().settings, quit })
  }

  function show(): void {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) return open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  void app.whenReady().then(() => {
    confinePages()
    serveContent(builtFile('renderer'))
    answerPages(lab, answerShell(settings, opened, chooseAction))
    setMenu([], () => undefined)
    open()
  })
  app.on('activate', show)
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const handed = handedOverSchema.safeParse(data)
    if (handed.success) opened.add(handed.data.paths)
    show()
  })
  // macOS: a file that was double-clicked, or dropped on the icon.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    opened.add([path])
    if (app.isReady()) show()
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
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, quit)
}
