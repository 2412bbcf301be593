import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runJson } from '../cli/command-line.ts'
import type { Ticket } from '../../src/shared/results.ts'
import { finishedHome } from './finished-home.ts'
import { answerDialogs, visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome('a "figure" & <more>')

describe('a figure', () => {
  it('is saved as SVG, PNG and CSV in two clicks, with its caption and the numbers of the command line', async () => {
    const tickets = await runJson<Ticket[]>('tickets', 'a "figure" & <more>', '--kind', 'winning', '--home', home)
    const digits = tickets.flatMap(({ dataset, accuracy }) =>
      dataset === 'digits' && accuracy !== null ? [accuracy] : [],
    )
    await withWindow(home, async (window) => {
      const { page } = window
      await answerDialogs(window, { saveIn: home })
      await visit(page, '#/monitor')
      for (const format of ['SVG', 'PNG', 'Data as CSV']) {
        await page.getByRole('button', { name: 'Export Accuracy by round' }).click()
        await page.getByRole('menuitem', { name: format }).click()
        await page
          .getByText(/^Saved /)
          .last()
          .waitFor()
        await page.getByRole('button', { name: 'Dismiss' }).last().click()
      }
    })
    const svg = readFileSync(join(home, 'accuracy-by-round.svg'), 'utf8')
    expect(svg).toMatch(/<desc>.*n = 3 trials.*a &quot;figure&quot; &amp; &lt;more&gt;”, seed 7\. Ticketscope \d/s)
    expect(svg).toContain('Test accuracy')

    const png = readFileSync(join(home, 'accuracy-by-round.png'))
    expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG')
    expect(png.readUInt32BE(16)).toBe(3 * 720)

    const lines = readFileSync(join(home, 'accuracy-by-round.csv'), 'utf8').trim().split('\r\n')
    const last =
      lines
        .find((line) => line.startsWith('digits,winning,3,'))
        ?.split(',')
        .map(Number) ?? []
    const mean = digits.reduce((sum, value) => sum + value, 0) / digits.length
    const sd = Math.sqrt(digits.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (digits.length - 1))
    const half = (4.302652729749462 * sd) / Math.sqrt(3) // t(0.975; 2) of scipy
    for (const [place, value] of [mean, mean - half, mean + half].entries())
      expect(last[4 + place]).toBeCloseTo(value, 10)
    expect(last.slice(7)).toEqual([3, ...digits])
  })

  it('has a table twin and a summary', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/monitor')
      const figure = page.getByRole('figure', { name: 'Accuracy by round' })
      await figure.getByRole('button', { name: 'Accuracy by round as a table' }).click()
      expect(await figure.getByRole('row').count()).toBe(1 + 2 * 5)
      expect(await figure.locator('figcaption').textContent()).toMatch(
        /digits: \d+\.\d % \[\d+\.\d %, \d+\.\d %\] after 3 rounds .* Means over 3 trials with 95 % t intervals/,
      )
    })
  })
})
