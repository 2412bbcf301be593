import type { Page } from 'playwright-core'

/** Draws rectangles over the first plot with the mouse, small to whole and back; the button stays down. */
export async function brush(page: Page): Promise<void> {
  const box = await page.locator('.plot').first().boundingBox()
  if (!box) throw new Error('there is no plot to draw on')
  const at = (share: number) =>
    [box.x + 66 + share * (box.width - 90), box.y + 34 + share * (box.height - 120)] as const
  await page.mouse.move(...at(0))
  await page.mouse.down()
  for (let step = 1; step <= 160; step++) await page.mouse.move(...at(step <= 100 ? step / 100 : 1 - (step - 100) / 80))
}

/** Lets go, which lights what the rectangle holds in every view, and waits until all of them have been drawn. */
export async function letGo(page: Page): Promise<void> {
  await page.mouse.up()
  await page.evaluate(`new Promise((resolve) => {
    let left = 5
    const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve())
    next()
  })`)
}
