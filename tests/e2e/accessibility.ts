import axe from 'axe-core'
import type { Page } from 'playwright-core'

const check = `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`

/** What axe finds on the page as it stands, in the light and in the dark appearance. */
export async function accessibilityProblems(page: Page): Promise<Record<'light' | 'dark', string[]>> {
  await page.evaluate(axe.source)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await page.evaluate<string[]>(check)
  await page.emulateMedia({ colorScheme: 'light' })
  return { light: await page.evaluate<string[]>(check), dark }
}
