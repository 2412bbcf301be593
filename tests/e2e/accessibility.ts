import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** With the size of targets, 24 pixels or as much space, which axe leaves out by itself. */
const check = `axe.run({ rules: { 'target-size': { enabled: true } } }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`

/** What axe finds on the page as it stands. */
export async function axeProblems(page: Page): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source)
  return page.evaluate<string[]>(check)
}

/** What axe finds in the light and in the dark appearance. */
export async function accessibilityProblems(page: Page): Promise<Record<'light' | 'dark', string[]>> {
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await axeProblems(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return { light: await axeProblems(page), dark }
}
