import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../cli/command-line.ts'
import { button, pauseWhenClosing, waitForStatus } from './study-view.ts'
import { withWindow } from './window.ts'

describe('the first launch', () => {
  it('starts the sample study and, while it runs, shows a finished example’s distances within a minute', async () => {
    await withWindow(temporaryFolder(), async ({ page }) => {
      await pauseWhenClosing(page)
      await button(page, 'Start it, and explore a finished one meanwhile').click()
      await page.getByRole('table', { name: 'Distances by condition' }).waitFor({ timeout: 60_000 })
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('example')
      const studies = page.getByRole('navigation', { name: 'Studies', exact: true })
      await studies.getByRole('button', { name: /^sample/ }).click()
      await waitForStatus(page, 'running')
      await button(page, 'Pause').click()
      await waitForStatus(page, 'paused', 60)
    })
  })
})
