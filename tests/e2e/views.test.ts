import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { finishedHome } from './finished-home.ts'
import { pauseWhenClosing } from './study-view.ts'
import { answerDialogs, runAction, visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
const views = ['overview', 'setup', 'tickets', 'datasets', 'settings', 'monitor', 'compare', 'patterns']
const check = `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + failureSummary)))`

describe('every view', () => {
  it('has nothing for axe to find, in any theme', async () => {
    await withWindow(home, async ({ page }) => {
      await page.evaluate(axe.source)
      for (const theme of ['Light theme', 'Dark theme', 'High-contrast theme']) {
        await runAction(page, theme)
        for (const view of views) {
          await visit(page, `#/${view}`)
          await page.waitForTimeout(300)
          expect.soft(await page.evaluate<string[]>(check), `${view}, ${theme}`).toEqual([])
        }
      }
    })
  })

  it('is reached by the keyboard alone, and so is a ticket', async () => {
    await withWindow(home, async ({ page }) => {
      await page.getByRole('navigation', { name: 'Views', exact: true }).waitFor()
      for (const [index, view] of views.entries()) {
        await page.keyboard.press(`Control+${index + 1}`)
        await expect.poll(() => page.evaluate('location.hash')).toMatch(new RegExp(`^#/${view}`))
      }
      await page.keyboard.press('Control+3')
      await page.getByRole('grid', { name: 'Tickets' }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByRole('article').waitFor()
      const first = await page.evaluate('location.hash')
      await page.keyboard.press('ArrowDown')
      await expect.poll(() => page.evaluate('location.hash')).not.toBe(first)
      await page.keyboard.press('Alt+ArrowLeft')
      await expect.poll(() => page.evaluate('location.hash')).toBe(first)
    })
  })
})

describe('the palette', () => {
  it('runs every action that is possible, without a complaint', async () => {
    await withWindow(home, async (window) => {
      const { page } = window
      await answerDialogs(window, { saveIn: null })
      await pauseWhenClosing(page)
      await visit(page, '#/setup')
      await page.keyboard.press('Control+k')
      const options = page.getByRole('option')
      await options.first().waitFor()
      const ids = await options.evaluateAll((all) => all.map((option) => option.getAttribute('data-action')))
      const titles = await options.locator('.title').allTextContents()
      // What starts a study comes last: much else is not possible while one runs.
      const starts = (title: string): number => Number(title.startsWith('Start'))
      await page.keyboard.press('Escape')
      expect(ids).toContain('study.duplicate')
      expect(ids.length).toBeGreaterThan(20)
      for (const title of titles.toSorted((a, b) => starts(a) - starts(b))) {
        // Some actions are the form's own.
        await visit(page, '#/setup')
        await runAction(page, title)
        await page.waitForTimeout(60)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Escape')
      }
    })
  })

  it('changes the theme and the zoom, which stay over a restart', async () => {
    const state = `[document.documentElement.dataset.theme, Math.round(devicePixelRatio * 10)]`
    let before: unknown
    await withWindow(home, async ({ page }) => {
      await runAction(page, 'Actual size')
      await runAction(page, 'Dark theme')
      await page.keyboard.press('Control+=')
      await expect.poll(() => page.evaluate<unknown[]>(state)).toEqual(['dark', 11])
      before = await page.evaluate(state)
    })
    await withWindow(home, async ({ page }) => {
      await expect.poll(() => page.evaluate(state), { timeout: 20_000 }).toEqual(before)
    })
  })
})
