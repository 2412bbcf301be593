import { describe, expect, it } from 'vitest'
import type { StudySummary } from '../../src/shared/results.ts'
import { runJson, temporaryFolder } from '../cli/command-line.ts'
import { labProcess } from './lab-process.ts'
import { button, pauseWhenClosing, waitForStatus } from './study-view.ts'
import { withWindow, type LabWindow } from './window.ts'

/** Answers the question at closing by the place of its button, and counts how often it was asked. */
async function answerClosing({ app }: LabWindow, response: number): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showMessageBox = () => Promise.resolve({ response: chosen, checkboxChecked: false })
  }, response)
}
async function close({ app }: LabWindow): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
}
const isVisible = ({ app }: LabWindow): Promise<boolean | undefined> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())

describe('closing the window on a running study', () => {
  it('asks; stays, goes on without the window and comes back, or pauses and quits', async () => {
    const home = temporaryFolder()
    await withWindow(home, async (window) => {
      await button(window.page, 'Start the sample study').click()
      await waitForStatus(window.page, 'running')
      await answerClosing(window, 2)
      await close(window)
      expect(await isVisible(window)).toBe(true)

      await answerClosing(window, 0)
      await close(window)
      await expect.poll(() => isVisible(window)).toBe(false)
      expect(labProcess(home)).not.toBeNull()
      await window.app.evaluate(({ app }) => app.emit('second-instance'))
      await expect.poll(() => isVisible(window)).toBe(true)
      await waitForStatus(window.page, 'running')

      await answerClosing(window, 1)
      close(window).catch(() => undefined)
      await expect.poll(() => labProcess(home), { timeout: 15_000 }).toBeNull()
    })
    const [study] = await runJson<StudySummary[]>('study', 'list', '--home', home)
    expect(study?.status).toBe('paused')
  })

  it('does not ask when nothing runs', async () => {
    const home = temporaryFolder()
    await withWindow(home, async (window) => {
      await pauseWhenClosing(window.page)
      await answerClosing(window, 2)
      close(window).catch(() => undefined)
      await expect.poll(() => labProcess(home), { timeout: 15_000 }).toBeNull()
    })
  })
})
