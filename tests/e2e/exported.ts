import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** Exports a figure or table into a folder, as a person would who takes the name that is offered; gives back its text. */
export async function exportTo(page: Page, name: string, format: string, path: string): Promise<string> {
  await page.getByRole('button', { name: `Export ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: format, exact: true }).click()
  await page.getByText(`Saved ${path}`).first().waitFor()
  return readFileSync(path, 'utf8')
}

/** The cells of a CSV file without commas in them, by line; without the caption, which begins with `#`. */
export function parseCsv(text: string): string[][] {
  const lines = text.trim().split('\n')
  return lines.filter((line) => !line.startsWith('#')).map((line) => line.split(','))
}

/** What a drawing says: its title, its description, and its texts in order. Fails where it is no XML. */
export function parseSvg(page: Page, svg: string): Promise<{ title: string; caption: string; texts: string[] }> {
  return page.evaluate(`(() => {
    const drawing = new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml')
    if (drawing.querySelector('parsererror')) throw new Error('not XML')
    const text = (name) => drawing.querySelector(name)?.textContent ?? ''
    const texts = [...drawing.querySelectorAll('text')].map((element) => element.textContent)
    return { title: text('title'), caption: text('desc'), texts }
  })()`)
}
