import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { LabWindow } from './window.ts'

/** Goes to an address after `#`, and waits until its view is there and has nothing left to read. */
export async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
  const waiting = page
    .getByRole('main')
    .getByRole('status')
    .filter({ hasText: /^(Reading|Opening|Measuring|Looking|Counting)/ })
  await expect.poll(() => waiting.count(), { timeout: 20_000 }).toBe(0)
}

/** Answers every dialog for files of the system: saves into a folder, opens paths; none is a change of mind. */
export async function answerDialogs(
  { app }: LabWindow,
  answers: { saveIn: string | null; open?: readonly string[] },
): Promise<void> {
  await app.evaluate(({ dialog }, { saveIn, open = [] }) => {
    dialog.showSaveDialog = (...given: unknown[]) => {
      const options = given.at(-1) as { defaultPath: string }
      const filePath = saveIn === null ? '' : `${saveIn}/${options.defaultPath}`
      return Promise.resolve({ canceled: saveIn === null, filePath })
    }
    dialog.showOpenDialog = () => Promise.resolve({ canceled: open.length === 0, filePaths: [...open] })
  }, answers)
}

/** Runs an action as a person does: opens the palette, types its title, presses Enter. */
export async function runAction(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views', exact: true }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByLabel('Find an action').fill(title)
  await page.getByRole('option', { name: title }).first().waitFor()
  await page.keyboard.press('Enter')
}

/** Waits until nothing moves or fades any more. */
export async function waitForRest(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))`)
}

/** Presses Tab until the focus is on something, as a person without a mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let presses = 0; presses < 200; presses++) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${String(wanted)}`)
}

/**
 * Drops files of the system on the window, with their real paths, once the window listens. The debugger's drop seldom gets
 * lost on its way to the page; it is then made again, as a drop that the page has heard is not.
 */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Views', exact: true }).waitFor()
  const heard = page.evaluate(`new Promise((resolve) => {
    window.addEventListener('drop', () => resolve(true), { once: true, capture: true })
  })`)
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  const late = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    return false
  }
  for (let time = 0; time < 5; time++) {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data })
    if (await Promise.race([heard, late()])) break
  }
  await session.detach()
}
