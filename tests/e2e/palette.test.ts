import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { temporaryFolder, tinySpec, writeSpec } from '../cli/command-line.ts'
import { finishedHome } from './finished-home.ts'
import { button, pauseWhenClosing, waitForStatus } from './study-view.ts'
import { answerDialogs, visit } from './visit.ts'
import { withWindow, type LabWindow } from './window.ts'

const home = finishedHome()
const files = temporaryFolder()
const views = ['overview', 'setup', 'tickets', 'datasets', 'settings', 'monitor', 'compare', 'patterns']

/** Every action of the registry, as the application menu has it. */
function readRegistry({ app }: LabWindow): Promise<{ id: string; title: string; enabled: boolean }[]> {
  return app.evaluate(({ Menu }) => {
    const menus = Menu.getApplicationMenu()?.items ?? []
    const items = menus.flatMap(({ submenu }) => submenu?.items ?? [])
    return items.flatMap(({ id, label: title, enabled }) => (/^\w+\.\w+$/.test(id) ? [{ id, title, enabled }] : []))
  })
}

/** The ids that the open palette offers. */
async function readOffered(page: Page): Promise<string[]> {
  const options = page.getByRole('option')
  await options.first().waitFor()
  const ids = await options.evaluateAll((all) => all.map((option) => option.getAttribute('data-action') ?? ''))
  return ids.filter((id) => !id.includes(':'))
}

type Effects = Record<string, () => Promise<void>>

/** What each action does, in an order in which each is possible. */
function listEffects(window: LabWindow): Effects {
  const { page } = window
  const main = page.getByRole('main')
  const hash = () => page.evaluate<string>('location.hash')
  const isAt = (view: string) => () => expect.poll(hash).toMatch(new RegExp(`^#/${view}`))
  const theme = (name: string) => () =>
    expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe(name)
  const zoom = (tenths: number) => () =>
    expect.poll(() => page.evaluate('Math.round(devicePixelRatio * 10)')).toBe(tenths)
  const saved = (name: string) => () => expect.poll(() => existsSync(join(files, name))).toBe(true)
  const heading = (name: string) => () => main.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const dialog = (name: string) => async () => {
    const opened = page.getByRole('dialog', { name })
    await opened.waitFor()
    await page.keyboard.press('Escape')
    await opened.waitFor({ state: 'detached' })
  }
  const selected = page.getByText('2 tickets of tiny selected')
  return {
    ...Object.fromEntries(views.map((view) => [`view.${view}`, isAt(view)])),
    'go.back': isAt('compare'),
    'go.forward': isAt('patterns'),
    'theme.dark': theme('dark'),
    'theme.contrast': theme('contrast'),
    'theme.light': theme('light'),
    'theme.system': theme('light'),
    'zoom.in': zoom(11),
    'zoom.reset': zoom(10),
    'zoom.out': zoom(9),
    'help.keys': dialog('Keyboard shortcuts'),
    'study.edit': dialog('Name, tags and note'),
    'study.delete': dialog('Delete “tiny”?'),
    'study.spec': saved('tiny-study-spec.json'),
    async 'study.duplicate'() {
      await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('tiny copy')
    },
    'setup.export': saved('tiny-copy-study-spec.json'),
    async 'setup.import'() {
      await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('chosen')
      await visit(page, '#/tickets')
      await page
        .getByRole('checkbox', { name: /^Select ticket/ })
        .nth(0)
        .check()
      await page
        .getByRole('checkbox', { name: /^Select ticket/ })
        .nth(1)
        .check()
      await selected.waitFor()
    },
    async 'selection.compare'() {
      await page.getByText(/ 2 tickets selected$/).waitFor()
    },
    async 'selection.patterns'() {
      await page.getByRole('rowheader', { name: 'selection', exact: true }).waitFor()
    },
    'selection.tickets': () => selected.waitFor(),
    'selection.clear': () => selected.waitFor({ state: 'detached' }),
    'study.example': heading('example'),
    async 'study.sample'() {
      await heading('sample')()
      await waitForStatus(page, 'running')
    },
    'study.pause': () => waitForStatus(page, 'paused'),
    'study.resume': () => waitForStatus(page, 'running'),
    async 'study.cancel'() {
      await waitForStatus(page, 'cancelled')
      await visit(page, '#/setup')
      await expect.poll(() => button(page, 'Start the study').isEnabled()).toBe(true)
    },
    'setup.start': heading('chosen'),
  }
}

describe('the palette', () => {
  it('runs every action of the registry with its effect, and offers none that is not possible', async () => {
    await withWindow(home, async (window) => {
      const { page } = window
      await pauseWhenClosing(page)
      await answerDialogs(window, { saveIn: files, open: [writeSpec(files, { ...tinySpec, name: 'chosen' })] })
      await visit(page, '#/setup')
      await expect
        .poll(async () => (await readRegistry(window)).find(({ id }) => id === 'setup.start')?.enabled)
        .toBe(true)
      const registry = await readRegistry(window)
      const effects = listEffects(window)
      // An action without an entry here is forgotten.
      expect(Object.keys(effects).toSorted()).toEqual(
        registry.flatMap(({ id }) => (id === 'palette.open' ? [] : [id])).toSorted(),
      )

      // The study that is shown is finished and nothing is selected.
      await page.keyboard.press('Control+k')
      const offered = await readOffered(page)
      await page.keyboard.press('Escape')
      expect(registry.filter(({ id }) => id !== 'palette.open' && !offered.includes(id)).map(({ id }) => id)).toEqual([
        ...['study.pause', 'study.resume', 'study.cancel'],
        ...['selection.compare', 'selection.patterns', 'selection.tickets', 'selection.clear'],
      ])
      expect(registry.filter(({ enabled }) => enabled).length).toBe(offered.length + 1)

      for (const [id, hasEffect] of Object.entries(effects)) {
        await page.keyboard.press('Control+k')
        const title = registry.find((action) => action.id === id)?.title ?? ''
        await page.getByLabel('Find an action').fill(title)
        await page.locator(`[data-action="${id}"]`).click()
        await page.getByLabel('Find an action').waitFor({ state: 'detached' })
        await hasEffect()
      }
    })
  })
})
