import { app, nativeTheme, type BrowserWindow } from 'electron'
import { LabError, plainError, type Outcome } from '../../shared/errors.ts'
import type { Settings } from '../../shared/settings.ts'
import {
  shellRequests,
  type CheckedShellInput,
  type ShellAnswer,
  type ShellRequestName,
  type ShellState,
} from '../../shared/shell.ts'
import { readAssociation, writeAssociation } from './association/index.ts'
import { chooseFiles, chooseNewFolder, choosePath, chooseSavePath, openText, saveFile } from './files.ts'
import { setMenu } from './menu.ts'
import type { OpenedFiles } from './opened.ts'
import { fixedHome } from './places.ts'
import type { SettingsFile } from './settings-file.ts'
import { openReport, rememberChosen, showWritten } from './written.ts'

type Answers = {
  [Name in ShellRequestName]: (
    window: BrowserWindow,
    input: CheckedShellInput<Name>,
  ) => ShellAnswer<Name> | Promise<ShellAnswer<Name>>
}

/** Answers a page's requests to the shell; each input is checked by its schema. Never rejects. */
export function answerShell(
  file: SettingsFile,
  opened: OpenedFiles,
  choose: (window: BrowserWindow, id: string) => void,
) {
  const state = (): ShellState => ({ settings: file.read().settings, fixedHome: fixedHome() })
  const answers: Answers = {
    readSettings: state,
    writeSettings(window, change) {
      const { settings } = file.write({ settings: { ...file.read().settings, ...change } as Settings })
      applySettings(window, settings)
      return state()
    },
    saveFile,
    openText,
    choosePath,
    chooseFiles,
    chooseSavePath: async (window, input) => rememberChosen(await chooseSavePath(window, input)),
    chooseNewFolder: async (window, input) => rememberChosen(await chooseNewFolder(window, input)),
    showWritten(_window, { path }) {
      showWritten(path)
      return null
    },
    async openReport(_window, { path }) {
      await openReport(path)
      return null
    },
    takeOpened: () => ({ paths: opened.take() }),
    readAssociation: () => readAssociation(),
    writeAssociation: (_window, { wanted }) => writeAssociation(wanted),
    setMenu(window, { actions }) {
      setMenu(actions, (id) => choose(window, id))
      return null
    },
    restart() {
      app.relaunch()
      app.quit()
      return null
    },
    quit() {
      app.quit()
      return null
    },
  }

  return async function answer(window: BrowserWindow, name: string, input: unknown): Promise<Outcome<unknown>> {
    try {
      if (!isRequest(name)) throw new LabError('usage', `the shell knows no request "${name}"`)
      const checked = shellRequests[name].safeParse(input)
      if (!checked.success) throw new LabError('usage', `${name}: ${checked.error.message}`)
      return { ok: true, value: await answers[name](window, checked.data as never) }
    } catch (thrown) {
      return { ok: false, error: plainError(thrown) }
    }
  }
}

/** Theme and zoom, which Electron itself must know. */
export function applySettings(window: BrowserWindow, { theme, zoom }: Settings): void {
  nativeTheme.themeSource = theme === 'contrast' ? 'dark' : theme
  window.webContents.setZoomFactor(zoom)
}

function isRequest(name: string): name is ShellRequestName {
  return Object.hasOwn(shellRequests, name)
}
