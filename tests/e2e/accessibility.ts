import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { waitForRest } from './visit.ts'

/** With the size of targets, 24 pixels or as much space, which axe leaves out by itself. */
const every = { rules: { 'target-size': { enabled: true } } }
/** What an appearance decides; all else is the same in each. */
const ofColours = { runOnly: ['color-contrast', 'link-in-text-block'] }
/** What the system prefers, by the appearance that the window then takes. */
const preferences = {
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  contrast: { colorScheme: 'dark', contrast: 'more' },
  light: { colorScheme: 'light', contrast: 'no-preference' },
} as const

/** What axe finds on the page as it stands. */
export async function axeProblems(page: Page, options: object = every): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source)
  return page.evaluate<string[]>(`axe.run(${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`)
}

/** What axe finds in the light and in the dark appearance. */
export async function accessibilityProblems(page: Page): Promise<Record<'light' | 'dark', string[]>> {
  await page.emulateMedia(preferences.dark)
  const dark = await axeProblems(page)
  await page.emulateMedia(preferences.light)
  return { light: await axeProblems(page), dark }
}

/** Expects that axe finds nothing in any appearance of a window that follows the system. @param state what is shown */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  for (const [appearance, preference] of Object.entries(preferences)) {
    await page.emulateMedia(preference)
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe(appearance)
    await waitForRest(page)
    const options = appearance === 'light' ? every : ofColours
    expect.soft(await axeProblems(page, options), `${state}, ${appearance}`).toEqual([])
  }
}
