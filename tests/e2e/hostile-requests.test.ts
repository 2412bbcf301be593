import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/shared/errors.ts'
import { labProcess } from './lab-process.ts'
import { shareWindow } from './shared-window.ts'

const { window, inPage, failureInPage } = shareWindow()

describe('requests', () => {
  // Real frames with the real preload, where they do not belong.
  it('from a subframe and from foreign content are refused', async () => {
    const answers = await window().app.evaluate(async ({ BrowserWindow, app }) => {
      const webPreferences = {
        preload: `${app.getAppPath()}/out/preload/index.cjs`,
        sandbox: true,
        nodeIntegrationInSubFrames: true,
      }
      const own = 'app://ticketscope/index.html'
      const ask = "lab.call('listStudies', {})"
      const askFromFrame = `new Promise((resolve) => {
        const frame = Object.assign(document.createElement('iframe'), { srcdoc: 'hello' })
        frame.onload = () => resolve(frame.contentWindow.${ask})
        document.body.append(frame)
      })`
      const answer = async (url: string, question: string): Promise<unknown> => {
        const other = new BrowserWindow({ show: false, webPreferences })
        await other.loadURL(url)
        return other.webContents.executeJavaScript(question).finally(() => other.destroy())
      }
      return {
        main: await answer(own, ask),
        subframe: await answer(own, askFromFrame),
        foreign: await answer('data:text/html,hello', ask),
      }
    })
    const refused = { ok: false, error: { code: 'usage', message: expect.stringContaining('main frame') } }
    expect(answers).toEqual({ main: { ok: true, value: [] }, subframe: refused, foreign: refused })
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'openLab', 'close', ''])(
    'named "%s" are unknown',
    async (name) => {
      const outcome = await inPage<Outcome<unknown>>(`window.lab.call(${JSON.stringify(name)}, {})`)
      expect(outcome).toMatchObject({ ok: false, error: { code: 'usage' } })
    },
  )

  it.each([
    `window.lab.call()`,
    `window.lab.call(12, {})`,
    `window.lab.call(['listStudies'], {})`,
    `window.lab.call('listStudies')`,
    `window.lab.call('listStudies', null)`,
    `window.lab.call('listStudies', { extra: 1 })`,
    `window.lab.call('showStudy', { study: { toString: 'x' } })`,
    `window.lab.call('showStudy', { study: "' OR 1=1 --" })`,
    `window.lab.call('showStudy', { study: 'x'.repeat(5_000_000) })`,
    `window.lab.call('showStudy', { study: 'x', ['__proto__']: { study: 'y' } })`,
    `window.lab.call('showStudy', { study: () => 'x' })`,
    `window.lab.call('showStudy', { study: Symbol('x') })`,
    `window.lab.call('showStudy', { study: 1n })`,
    `(() => { const input = {}; input.study = input; return window.lab.call('showStudy', input) })()`,
    `window.lab.call('runStudy', { spec: Array.from({ length: 100 }).reduce((inner) => ({ inner }), {}) })`,
    `window.lab.call('runStudy', { spec: { version: 1, name: 'x', seed: -1, datasets: [], trials: 1e9 } })`,
    `window.lab.call('runStudy', { spec: new Uint8Array(1_000_000) })`,
    `window.lab.call('addDataset', { name: '../../x', path: '/etc/passwd' })`,
    `window.lab.call('addDataset', { name: 'x', path: '/dev/zero', format: 'idx' })`,
    `window.lab.call('addDataset', { name: 'x', path: '/etc\\0/passwd' })`,
    `window.lab.call('compareNetworks', { a: '/etc/passwd', b: '/etc/passwd' })`,
    `window.lab.call('deleteStudy', { study: '%' })`,
    `window.shell.call('constructor', {})`,
    `window.shell.call('writeSettings', { theme: 'pink' })`,
    `window.shell.call('writeSettings', { extra: 1 })`,
    `window.shell.call('saveFile', { name: 'x', content: 7, filter: { name: 'x', extensions: [] } })`,
    `window.shell.call('saveFile', { name: '', content: 'x', filter: { name: 'x', extensions: [] } })`,
    `window.shell.call('setMenu', { actions: [{ id: 1 }] })`,
    `window.shell.call('showWritten', { path: '/etc/passwd' })`,
    `window.shell.call('openReport', { path: '/etc' })`,
    `window.shell.call('chooseNewFolder', { title: 'x', name: '' })`,
    `window.shell.call('writeAssociation', { wanted: 'yes' })`,
    `window.lab.call('importBundle', { path: '/dev/zero' })`,
    `window.lab.call('recogniseFile', { path: '/dev/zero' })`,
    `window.lab.call('previewNetworks', { paths: [] })`,
    `window.lab.call('exportBundle', { items: ['x'], path: '/proc/x' })`,
    `window.lab.call('benchDistance', { pairs: Number.NaN })`,
  ])('%s ends in an error, not in a crash', async (expression) => {
    const lab = labProcess(window().home)
    const outcome = await failureInPage(`${expression}.then(({ ok }) => ok)`)
    expect(outcome === false || String(outcome).endsWith('Error'), String(outcome)).toBe(true)
    expect(await inPage(`window.lab.call('listStudies', {})`)).toEqual({ ok: true, value: [] })
    expect(labProcess(window().home)).toBe(lab)
    expect(window().problems).toEqual([])
  })
})
