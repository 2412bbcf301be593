import { BrowserWindow, nativeTheme } from 'electron'
import { contentOrigin } from './content.ts'
import { builtFile } from './places.ts'

/** Opens the window: sandboxed, isolated, without Node, shown once it has something to show. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 720,
    minWidth: 900,
    minHeight: 560,
    title: 'Ticketscope',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15191f' : '#ffffff',
    webPreferences: {
      preload: builtFile('preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${contentOrigin}/index.html`)
  return window
}
