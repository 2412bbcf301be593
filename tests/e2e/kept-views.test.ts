import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { finishedHome } from './finished-home.ts'
import { button } from './study-view.ts'
import { runAction, visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()

describe('views that are kept', () => {
  it('offer their actions only while they are shown', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/setup')
      expect(await offersImport(page)).toBe(true)
      await visit(page, '#/settings')
      expect(await offersImport(page)).toBe(false)
      await visit(page, '#/setup')
      expect(await offersImport(page)).toBe(true)
    })
  })

  it('are as they were left, and fit a window that has become another size meanwhile', async () => {
    await withWindow(home, async ({ app, page }) => {
      await visit(page, '#/monitor')
      await page.getByRole('heading', { name: 'tiny' }).waitFor()
      await button(page, 'Learning curves as a table').click()
      await scrollTo(page, 'main', 60)
      await visit(page, '#/settings')
      expect(await scrolled(page, 'main')).toBe(0)
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1500, 600))
      await expect.poll(() => page.evaluate('innerWidth')).toBe(1500)
      await visit(page, '#/monitor')
      expect(await button(page, 'Learning curves as a table').getAttribute('aria-pressed')).toBe('true')
      await expect.poll(() => scrolled(page, 'main')).toBe(60)
      const [canvas, place] = ['canvas', 'x-vue-echarts'].map(
        (element) => `document.querySelector('figure[aria-label="Accuracy by round"] ${element}').clientWidth`,
      )
      await expect.poll(() => page.evaluate(`${canvas} - ${place}`)).toBe(0)

      await visit(page, '#/tickets')
      await page.getByLabel('every round').check()
      await scrollTo(page, '[role="grid"]', 80)
      await visit(page, '#/settings')
      await visit(page, '#/tickets')
      await expect.poll(() => scrolled(page, '[role="grid"]')).toBe(80)
    })
  })

  it('keep to each study what is selected in it', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/tickets')
      await runAction(page, 'Open the example study')
      await page.getByRole('heading', { level: 1, name: 'example' }).waitFor()
      await openCompare(page, 'tiny')
      await page.getByRole('button', { name: 'winning digits', exact: true }).last().click()
      await page.getByText(/^3 of \d+ pairs, 3 tickets selected$/).waitFor()

      await openCompare(page, 'example')
      await page.getByText('Drag over points to select pairs.').waitFor()
      expect(await button(page, 'Clear selection').isDisabled()).toBe(true)
      await page.getByRole('button', { name: 'random', exact: true }).last().click()
      await page.getByText(/pairs, \d+ tickets selected$/).waitFor()
      await button(page, 'Patterns').click()
      await page.getByRole('rowheader', { name: 'selection', exact: true }).waitFor()
      await button(page, 'Clear selection').click()
      await page.getByRole('rowheader', { name: 'selection', exact: true }).waitFor({ state: 'detached' })

      await openCompare(page, 'tiny')
      await page.getByText(/^3 of \d+ pairs, 3 tickets selected$/).waitFor()
      await visit(page, '#/tickets')
      await page.getByText('3 tickets of tiny selected').waitFor()
    })
  })

  it('never show one study’s data in another, nor what has changed since', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/tickets')
      await runAction(page, 'Open the example study')
      await page.getByRole('heading', { level: 1, name: 'example' }).waitFor()
      const pairs = { example: await countPairs(page, 'example'), tiny: await countPairs(page, 'tiny') }
      expect(pairs.example).not.toBe(pairs.tiny)
      await page.getByRole('button', { name: 'Settings', exact: true }).click()
      expect(await countPairs(page, 'example')).toBe(pairs.example)
      expect(await countPairs(page, 'tiny')).toBe(pairs.tiny)

      await rename(page, 'with another name')
      await visit(page, '#/tickets')
      const find = page.getByLabel('Find in any column')
      await find.fill('another name')
      await page.getByRole('grid').getByRole('gridcell', { name: 'with another name' }).first().waitFor()
      await find.fill('tiny')
      await page.getByText('No ticket fits these filters.').waitFor()
      // A list that is shown follows, too.
      await rename(page, 'tiny')
      await page.getByRole('grid').getByRole('gridcell', { name: 'tiny' }).first().waitFor()
    })
  })
})

async function rename(page: Page, name: string): Promise<void> {
  await runAction(page, 'Name, tags and note')
  const dialog = page.getByRole('dialog', { name: 'Name, tags and note' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  // While it is open it keeps the focus: what is typed elsewhere would be lost.
  await dialog.waitFor({ state: 'detached' })
}

/** Whether the palette has the form's own action. */
async function offersImport(page: Page): Promise<boolean> {
  await page.keyboard.press('Control+k')
  await page.getByLabel('Find an action').fill('study spec')
  await page.getByRole('option', { name: 'Export the spec of the study' }).or(page.getByText('Nothing fits')).waitFor()
  const count = await page.getByRole('option', { name: 'Import a study spec' }).count()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  return count > 0
}

async function openCompare(page: Page, study: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Studies' }).getByRole('button', { name: study }).click()
  await page.getByRole('heading', { level: 1, name: study }).waitFor()
  await page.getByRole('navigation', { name: 'Views of the study' }).getByRole('button', { name: 'Compare' }).click()
}

/** How many pairs Compare says to show of a study. */
async function countPairs(page: Page, study: string): Promise<string> {
  await openCompare(page, study)
  const caption = page.getByRole('figure', { name: 'NNSTD by condition' }).locator('figcaption')
  return /^\d+ pairs/.exec((await caption.textContent()) ?? '')?.[0] ?? ''
}

function scrollTo(page: Page, selector: string, top: number): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => {
    const scroller = document.querySelector('${selector}')
    scroller.addEventListener('scroll', () => requestAnimationFrame(resolve), { once: true })
    scroller.scrollTop = ${top}
  })`)
}

function scrolled(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`document.querySelector('${selector}').scrollTop`)
}
