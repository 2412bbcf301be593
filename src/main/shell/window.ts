import { BrowserWindow, nativeTheme, screen } from 'electron'
import { contentOrigin } from './content.ts'
import { builtFile } from './places.ts'
import { applySettings } from './requests.ts'
import type { SettingsFile } from './settings-file.ts'

/** Opens the window where it last stood: sandboxed, isolated, without Node, shown once it has something to show. */
export function openWindow(file: SettingsFile): BrowserWindow {
  const { bounds, maximised, settings } = file.read()
  const window = new BrowserWindow({
    width: 1280,
    height: 720,
    ...(bounds && isOnScreen(bounds) && bounds),
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
  if (maximised) window.maximize()
  window.webContents.on('did-finish-load', () => applySettings(window, settings))
  window.once('ready-to-show', () => window.show())
  window.on('close', () => file.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized() }))
  void window.loadURL(`${contentOrigin}/index.html`)
  return window
}

/** Whether some screen shows a good part of the window: the one that it stood on may be gone. */
function isOnScreen({ x, y, width, height }: Electron.Rectangle): boolean {
  const middle = { x: x + width / 2, y: y + height / 2 }
  return screen.getAllDisplays().some(({ bounds }) => {
    const right = bounds.x + bounds.width
    return middle.x > bounds.x && middle.x < right && middle.y > bounds.y && middle.y < bounds.y + bounds.height
  })
}
