import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { runJson } from '../cli/command-line.ts'
import type { Ticket } from '../../src/shared/results.ts'
import { axeProblems } from './accessibility.ts'
import { finishedHome } from './finished-home.ts'
import { runAction, visit, waitForRest } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
const views = ['overview', 'setup', 'tickets', 'datasets', 'settings', 'monitor', 'compare', 'patterns']
const themes = ['Light theme', 'Dark theme', 'High-contrast theme']

const panels = {
  palette: (page: Page) => page.keyboard.press('Control+k'),
  'name, tags and note': async (page: Page) => {
    await visit(page, '#/monitor')
    await page.getByRole('main').getByRole('button', { name: 'Edit', exact: true }).click()
  },
}
/** The focused element where nothing marks it, else null. */
const unmarkedFocus = `(() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? null : element.outerHTML.slice(0, 120)
})()`

describe('every view', () => {
  it('has nothing for axe to find, in any theme', async () => {
    const tickets = await runJson<Ticket[]>('tickets', 'tiny', '--home', home)
    await withWindow(home, async ({ page }) => {
      const [ticket = '', other = ''] = tickets.map(({ id }) => id)
      const details = [`tickets?ticket=${ticket}`, `compare?pair=${ticket}&pair=${other}`]
      for (const theme of themes) {
        await runAction(page, theme)
        for (const view of [...views, ...details]) {
          await visit(page, `#/${view}`)
          await page.getByRole('main').getByRole('heading').first().waitFor()
          await waitForRest(page)
          expect.soft(await axeProblems(page), `${view}, ${theme}`).toEqual([])
        }
        for (const [panel, open] of Object.entries(panels)) {
          await open(page)
          await page.getByRole('dialog').waitFor()
          expect.soft(await axeProblems(page), `${panel}, ${theme}`).toEqual([])
          await page.keyboard.press('Escape')
          await page.getByRole('dialog').waitFor({ state: 'detached' })
        }
      }
    })
  })

  it('shows where the focus is, on every control that the Tab key comes to', async () => {
    await withWindow(home, async ({ page }) => {
      await runAction(page, 'Light theme')
      for (const view of views) {
        await visit(page, `#/${view}`)
        await page.getByRole('main').getByRole('heading').first().waitFor()
        const unseen: string[] = []
        for (let step = 0; step < 24; step++) {
          await page.keyboard.press('Tab')
          const control = await page.evaluate<string | null>(unmarkedFocus)
          if (control !== null) unseen.push(control)
        }
        expect.soft(unseen, view).toEqual([])
      }
    })
  })

  it('follows what the system prefers, and the ground on which it forces colours', async () => {
    await withWindow(home, async ({ page }) => {
      await runAction(page, 'Theme of the system')
      const appearance = () => page.evaluate('document.documentElement.dataset.theme')
      for (const [media, theme] of [
        [{ colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' }, 'dark'],
        [{ colorScheme: 'light', contrast: 'more', forcedColors: 'none' }, 'contrast'],
        [{ colorScheme: 'light', contrast: 'more', forcedColors: 'active' }, 'light'],
        [{ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' }, 'light'],
      ] as const) {
        await page.emulateMedia(media)
        await expect.poll(appearance, { timeout: 10_000 }).toBe(theme)
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

describe('theme and zoom', () => {
  it('are changed by actions and keys, and stay over a restart', async () => {
    const state = `[document.documentElement.dataset.theme, Math.round(devicePixelRatio * 10)]`
    let before: unknown
    await withWindow(home, async ({ page }) => {
      await runAction(page, 'Actual size')
      await runAction(page, 'Dark theme')
      await page.keyboard.press('Control+=')
      await expect.poll(() => page.evaluate<unknown[]>(state), { timeout: 10_000 }).toEqual(['dark', 11])
      before = await page.evaluate(state)
    })
    await withWindow(home, async ({ page }) => {
      await expect.poll(() => page.evaluate(state), { timeout: 20_000 }).toEqual(before)
    })
  })
})
