import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'
import { succeed, temporaryFolder, tinySpec, writeSpec } from '../cli/command-line.ts'
import { button, waitForStatus } from './study-view.ts'
import { dropFiles, visit } from './visit.ts'
import { withWindow, type LabWindow } from './window.ts'

const digits = join(packageRoot, 'resources', 'samples', 'digits')

/** Has the system's notifications noted, and the window be one that nobody looks at; gives back what they said. */
async function noteNotifications({ app }: LabWindow): Promise<() => Promise<string[]>> {
  await app.evaluate(({ BrowserWindow, Notification }) => {
    const told: string[] = []
    BrowserWindow.getFocusedWindow = () => null
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      told.push(this.title)
    }
    Object.assign(globalThis, { told })
  })
  return () => app.evaluate(() => (globalThis as unknown as { told: string[] }).told)
}

describe('a study that fails', () => {
  it('is taken from a dropped spec, says why it failed, and is retried once the cause is put right', async () => {
    const home = temporaryFolder()
    await succeed('data', 'add', 'mine', digits, '--home', home)
    const [sha256 = ''] = readdirSync(join(home, 'datasets'))
    const images = join(home, 'datasets', sha256, 'train-images.bin')
    const kept = join(home, 'kept.bin')
    copyFileSync(images, kept)
    writeFileSync(images, 'no images')
    const spec = writeSpec(home, { ...tinySpec, name: 'doomed', datasets: [{ name: 'mine', train: 100, test: 50 }] })
    const notes = writeSpec(home, '# not a spec', 'notes.json')

    await withWindow(home, async (window) => {
      const { page } = window
      const told = await noteNotifications(window)
      await button(page, 'Start the sample study').waitFor()
      await dropFiles(page, [notes])
      await page.getByText(/^notes\.json is no study spec: /).waitFor()
      await dropFiles(page, [spec])
      await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('doomed')
      await button(page, 'Start the study').click()

      await waitForStatus(page, 'failed')
      const alert = page.getByRole('alert').filter({ hasText: 'The study failed' })
      await alert.getByText(images).waitFor()
      const log = page.getByRole('region', { name: 'Log' })
      await log.getByText(/^.* Ended as failed after \d+ s: .*train-images\.bin/).waitFor()
      await expect.poll(told).toEqual(['doomed failed'])

      copyFileSync(kept, images)
      await button(page, 'Retry').click()
      await waitForStatus(page, 'finished', 60)
      await alert.waitFor({ state: 'detached' })
      await expect.poll(told).toEqual(['doomed failed', 'doomed finished'])
      expect(window.problems).toEqual([])

      // Anything else that is dropped is looked at as a dataset.
      await dropFiles(page, [digits])
      await page
        .getByRole('region', { name: 'What the files hold' })
        .getByText(/1.500 training and 297 test/)
        .waitFor()
      await visit(page, '#/overview')
    })
  })
})
