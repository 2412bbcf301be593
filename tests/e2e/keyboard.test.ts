import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../cli/command-line.ts'
import { button } from './study-view.ts'
import { tabTo } from './visit.ts'
import { withWindow } from './window.ts'

describe('without a mouse', () => {
  it('a person gets from the first launch to a selected pair and its matching, and back', async () => {
    await withWindow(temporaryFolder(), async ({ page }) => {
      await tabTo(page, button(page, 'Explore a finished example'))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'example' }).waitFor()
      await page.keyboard.press('Control+7')

      const matrix = page.getByRole('application', { name: /^Distance matrix/ })
      await tabTo(page, matrix)
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
      await page.getByText(/^[01] of [\d,]+ pairs, 2 tickets selected$/).waitFor()
      const pair = await page
        .getByRole('status')
        .filter({ hasText: /: 0\.\d{4}$/ })
        .textContent()

      await page.keyboard.press('o')
      await page.getByRole('heading', { level: 2, name: /^A: / }).waitFor()
      const conv2 = page.getByRole('button', { name: 'conv2', exact: true })
      await tabTo(page, conv2)
      await page.keyboard.press('Space')
      await expect.poll(() => conv2.getAttribute('aria-pressed')).toBe('true')
      await page.getByRole('table', { name: 'Filters of conv2' }).waitFor()

      await page.keyboard.press('Alt+ArrowLeft')
      await matrix.waitFor()
      await page.getByText(/ 2 tickets selected$/).waitFor()
      expect(pair).toMatch(/^.+ – .+: 0\.\d{4}$/)
    })
  })
})
