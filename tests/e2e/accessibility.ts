import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const check = `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`

/** What axe finds on the page as it stands, in the light and in the dark appearance. */
export async function accessibilityProblems(page: Page): Promise<Record<'light' | 'dark', string[]>> {
  await page.evaluate(axe)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await page.evaluate<string[]>(check)
  await page.emulateMedia({ colorScheme: 'light' })
  return { light: await page.evaluate<string[]>(check), dark }
}
