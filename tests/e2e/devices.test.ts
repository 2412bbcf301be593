import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Diagnosis, StudyDetail } from '../../src/shared/results.ts'
import { runJson, temporaryFolder } from '../cli/command-line.ts'
import { axeProblems } from './accessibility.ts'
import { button, waitForStatus } from './study-view.ts'
import { visit } from './visit.ts'
import { withWindow } from './window.ts'

/** A home whose window remembers a device that no machine has any more. */
function rememberingHome(engine: 'auto' | 'wasm'): string {
  const home = temporaryFolder()
  mkdirSync(join(home, 'window'))
  const settings = { engine, device: 'GeForce 256' }
  writeFileSync(join(home, 'window', 'settings.json'), JSON.stringify({ settings }))
  return home
}

const deviceChoice = (page: Page) => page.getByRole('combobox', { name: /^Device/ })

describe('the settings of training', () => {
  it('show every engine, its devices and why not as doctor does, what auto takes, and keep a choice', async () => {
    const home = temporaryFolder()
    const { engines, choice } = await runJson<Diagnosis>('doctor', '--home', home)
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/settings')
      const training = page.getByRole('region', { name: 'Training' })
      const list = training.getByRole('list', { name: 'Engines of this machine' })
      await list.getByText('wasm').waitFor()
      const text = (await list.innerText()).replaceAll(/\s+/g, ' ')
      for (const { id, reason, devices } of engines) {
        expect(text).toContain(reason === null ? id : `${id} not available: ${reason}`)
        for (const { name } of devices) expect(text).toContain(name)
      }
      await training.getByText(`${choice?.engine} on ${choice?.device}: ${choice?.reason}`).waitFor()
      await deviceChoice(page).selectOption({ label: 'CPU (wasm)' })
      expect(await axeProblems(page)).toEqual([])
    })
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/settings')
      const device = deviceChoice(page)
      await device.waitFor()
      expect(await device.locator('option:checked').innerText()).toBe('CPU (wasm)')
      await page.getByRole('combobox', { name: /^Engine/ }).selectOption('wasm')
      expect(await device.locator('option:checked').innerText()).toBe('the best one')
    })
  })
})

describe('a remembered device that is gone', () => {
  it('is replaced under auto: the form, the log and the study say so', async () => {
    const home = rememberingHome('auto')
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/settings')
      expect(await deviceChoice(page).locator('option:checked').innerText()).toBe('GeForce 256: not found')
      await visit(page, '#/setup')
      const words = /no device "GeForce 256"; there are .*\(wasm\).* is taken instead/
      await page.getByRole('region', { name: 'Estimate for this machine' }).getByText(words).waitFor()
      await button(page, 'Start the study').click()
      await waitForStatus(page, 'running')
      const log = page.getByRole('region', { name: 'Log' })
      await log.getByText(words).waitFor()
      await log.getByText(/^.* Begun on .* \(.+\)$/).waitFor()
      await button(page, 'Cancel').click()
      await waitForStatus(page, 'cancelled')
    })
    const { notices } = await runJson<StudyDetail>('study', 'show', 'sample', '--home', home)
    expect(notices).toMatchObject([{ message: expect.stringMatching(/GeForce 256/) }])
  })

  it('is refused where the engine was named, and nothing is begun', async () => {
    const home = rememberingHome('wasm')
    await withWindow(home, async ({ page }) => {
      await button(page, 'Start the sample study').click()
      await page.getByText(/no device "GeForce 256"; there are .*CPU \(wasm\)/).waitFor()
      await visit(page, '#/setup')
      await page
        .getByRole('region', { name: 'Estimate for this machine' })
        .getByText(/no device/)
        .waitFor()
    })
    expect(await runJson('study', 'list', '--home', home)).toEqual([])
  })
})
