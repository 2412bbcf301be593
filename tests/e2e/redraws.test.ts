import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { labEventChannel } from '../../src/shared/channels.ts'
import type { Outcome } from '../../src/shared/errors.ts'
import type { StudyEvent } from '../../src/shared/protocol.ts'
import type { StudySummary } from '../../src/shared/results.ts'
import { tinySpec } from '../cli/command-line.ts'
import { finishedHome } from './finished-home.ts'
import { visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()
const charts = ['Accuracy by round', 'Learning curves'] as const

/** How often a canvas of a figure was cleared to be drawn anew, each time as the moment of its frame. */
type Redraws = Record<string, number[]>

describe('the monitor', () => {
  it('draws a chart anew once or twice for a burst of epochs, and no two charts in one frame', async () => {
    await withWindow(home, async ({ app, page }) => {
      await visit(page, '#/monitor')
      for (const name of charts) await page.getByRole('figure', { name }).locator('canvas').first().waitFor()
      await watchRedraws(page)
      await app.evaluate(
        ({ BrowserWindow }, { channel, events }) => {
          for (const event of events) BrowserWindow.getAllWindows()[0]?.webContents.send(channel, event)
        },
        { channel: labEventChannel, events: lastEpochs(await studyOf(page), 40) },
      )
      await page.getByRole('figure', { name: 'Accuracy by round' }).getByText('Means over 3 to 43 trials').waitFor()
      await expect.poll(async () => Object.keys(await redraws(page)).toSorted()).toEqual(charts)

      const drawn = await redraws(page)
      for (const name of charts) expect(drawn[name]?.length).toBeLessThanOrEqual(2)
      const [rounds = [], epochs = []] = charts.map((name) => drawn[name])
      expect(rounds.filter((moment) => epochs.includes(moment))).toEqual([])
    })
  })
})

/** The last epoch of the random twin, which both charts show, of that many further trials. */
function lastEpochs(study: string, count: number): StudyEvent[] {
  const { pruning, trials, training } = tinySpec
  return Array.from({ length: count }, (_, index) => ({
    ...({ event: 'epoch', study, dataset: 'fashion', kind: 'random', round: pruning.rounds + 1 } as const),
    ...{ trial: trials + 1 + index, epoch: training.epochs, loss: 1, accuracy: 0.5 + index / 100 },
    ...{ imagesPerSecond: 9000, progress: 1 },
  }))
}

async function studyOf(page: Page): Promise<string> {
  const outcome = await page.evaluate<Outcome<StudySummary[]>>(`window.lab.call('listStudies', {})`)
  return (outcome.ok && outcome.value[0]?.id) || ''
}

async function watchRedraws(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.redraws = {}
    const { clearRect } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      const name = this.canvas.closest('figure')?.ariaLabel
      if (name) (window.redraws[name] ??= []).push(document.timeline.currentTime)
      return clearRect.apply(this, box)
    }
  })()`)
}

function redraws(page: Page): Promise<Redraws> {
  return page.evaluate<Redraws>('window.redraws')
}
