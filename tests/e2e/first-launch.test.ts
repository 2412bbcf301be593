import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../cli/command-line.ts'
import { accessibilityProblems } from './accessibility.ts'
import { exploreStudy } from './explore.ts'
import { button, doneRuns, pauseWhenClosing, waitForStatus } from './study-view.ts'
import { withWindow } from './window.ts'

describe('the first launch', () => {
  it('leads from the sample study, past a finished example, to a kernel pattern in a file', async () => {
    const files = temporaryFolder()
    await withWindow(temporaryFolder(), async (window) => {
      const { page } = window
      await pauseWhenClosing(page)
      await button(page, 'Start the sample study').waitFor()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })
      await button(page, 'Start it, and explore a finished one meanwhile').click()

      // The first meaningful chart is there within a minute, while the study trains.
      await page.getByRole('table', { name: 'Distances by condition' }).waitFor({ timeout: 60_000 })
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('example')
      await page.getByText('Its trained weights were not kept.').waitFor()
      expect(await page.getByLabel('Signs').locator('option[value=trained]').isDisabled()).toBe(true)

      const studies = page.getByRole('navigation', { name: 'Studies', exact: true })
      await studies.getByRole('button', { name: /^sample/ }).click()
      await button(page, 'Monitor').click()
      await waitForStatus(page, 'running')
      const early = await doneRuns(page)
      await expect.poll(() => doneRuns(page), { timeout: 60_000 }).toBeGreaterThan(early)
      await waitForStatus(page, 'finished', 180)
      await exploreStudy(window, 'sample', files)
    })
  })
})
