import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { StudyStatus } from '../../src/shared/results.ts'

/** 0…100, as the open study's progress bar shows it. */
export async function shownProgress(page: Page): Promise<number> {
  const bar = page.getByRole('progressbar', { name: 'Progress of the study' })
  return Number(await bar.getAttribute('aria-valuenow'))
}

/** How many training runs the grids show as done. */
export function doneRuns(page: Page): Promise<number> {
  return page.getByRole('img', { name: /: test accuracy / }).count()
}

export async function waitForStatus(page: Page, status: StudyStatus, seconds = 20): Promise<void> {
  const badge = page.getByRole('main').getByText(status, { exact: true })
  await badge.first().waitFor({ timeout: seconds * 1000 })
}

export async function waitForProgress(page: Page, atLeast: number, seconds = 60): Promise<void> {
  await expect
    .poll(() => shownProgress(page), { timeout: seconds * 1000, interval: 100 })
    .toBeGreaterThanOrEqual(atLeast)
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('main').getByRole('button', { name, exact: true })
}

/** The texts of the distance table: metric, then condition, then column heading. */
export async function readDistanceTable(page: Page): Promise<Record<string, Record<string, Record<string, string>>>> {
  const table = page.getByRole('table', { name: 'Distances by condition' })
  const headings = await table.locator('thead th').allTextContents()
  const groups = await table.locator('tbody').all()
  const read = groups.map(async (group) => {
    const [title, ...rows] = await group.locator('tr').all()
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').allTextContents()))
    const conditions = cells.map(([condition = '', ...texts]) => [
      condition.trim(),
      Object.fromEntries(texts.map((text, place) => [headings[place + 1]?.trim() ?? '', text.trim()])),
    ])
    return [(await title?.textContent())?.trim() ?? '', Object.fromEntries(conditions)]
  })
  return Object.fromEntries(await Promise.all(read))
}

/** How many colours a figure's canvas holds: one or none when nothing was drawn. */
export function drawnColours(page: Page, figure: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('figure[aria-label="${figure}"] canvas')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(data.buffer)).size
  })()`)
}

/** Has closing the window pause what runs, without a question. The settings keep it over restarts. */
export async function pauseWhenClosing(page: Page): Promise<void> {
  await page.evaluate(`window.shell.call('writeSettings', { closing: 'pause' })`)
}
