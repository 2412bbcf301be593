import { describe, expect, it } from 'vitest'
import type { StudySummary } from '../../src/shared/results.ts'
import { runJson, start, temporaryFolder, until } from '../cli/command-line.ts'
import { labProcess } from './lab-process.ts'
import {
  button,
  doneRuns,
  drawnColours,
  pauseWhenClosing,
  shownProgress,
  waitForProgress,
  waitForStatus,
} from './study-view.ts'
import { closeFrame, killWindow, withWindow } from './window.ts'

/** Seconds that the window and its lab may take to end. */
const patience = 10

// One sample study from its first to its last epoch, through everything that happens to its window on the way.
describe('the sample study', () => {
  const home = temporaryFolder()
  /** 0…1, in the store. */
  let reached = 0

  async function storedStudy(): Promise<StudySummary> {
    const [study] = await runJson<StudySummary[]>('study', 'list', '--home', home)
    if (!study) throw new Error('the home holds no study')
    return study
  }

  it('starts from an empty home, moves, is paused, and the window is closed within seconds', async () => {
    await withWindow(home, async (window) => {
      const { page } = window
      await pauseWhenClosing(page)
      await button(page, 'Start the sample study').click()
      await waitForStatus(page, 'running')
      const early = { progress: await shownProgress(page), runs: await doneRuns(page) }
      await expect.poll(() => doneRuns(page), { timeout: 60_000 }).toBeGreaterThan(early.runs)
      await waitForProgress(page, early.progress + 2)

      await button(page, 'Pause').click()
      await waitForStatus(page, 'paused')
      expect((await storedStudy()).status).toBe('paused')
      await closeFrame(window, patience)
    })
    expect(labProcess(home)).toBeNull()
    reached = (await storedStudy()).progress
  })

  it('is still paused when the window is opened again, and goes on where it was once it is resumed', async () => {
    await withWindow(home, async (window) => {
      const { page } = window
      await waitForStatus(page, 'paused')
      expect(await shownProgress(page)).toBe(Math.floor(reached * 100))
      await page.getByRole('region', { name: 'Log' }).getByText('Now paused').waitFor()
      await button(page, 'Resume').click()
      await waitForStatus(page, 'running')
      await waitForProgress(page, Math.floor(reached * 100) + 1)
      await closeFrame(window, patience)
    })
    expect(labProcess(home)).toBeNull()
    const { status, progress } = await storedStudy()
    expect(status).toBe('paused')
    expect(progress).toBeGreaterThan(reached)
    reached = progress
  })

  it('goes on by itself when the window that it ran in is opened again, and when its lab is killed', async () => {
    await withWindow(home, async ({ page }) => {
      await waitForStatus(page, 'running')
      await waitForProgress(page, Math.floor(reached * 100) + 1)
      const lab = labProcess(home)
      if (lab === null) throw new Error('the lab is not running')
      const before = await shownProgress(page)
      process.kill(lab, 'SIGKILL')
      await expect.poll(() => labProcess(home), { timeout: 10_000 }).not.toBeOneOf([lab, null])
      await waitForProgress(page, before + 3)
      await waitForStatus(page, 'running')
      expect(await page.getByRole('alert').count()).toBe(0)
    })
  })

  it('leaves no lab behind when the program is killed', async () => {
    await withWindow(home, async (window) => {
      await waitForStatus(window.page, 'running')
      expect(labProcess(home)).not.toBeNull()
      await killWindow(window)
      await expect.poll(() => labProcess(home), { timeout: patience * 1000 }).toBeNull()
    })
    reached = (await storedStudy()).progress
  })

  it('goes on after that, and finishes', async () => {
    await withWindow(home, async ({ page }) => {
      await waitForStatus(page, 'running')
      await waitForProgress(page, Math.floor(reached * 100) + 1)
      await waitForStatus(page, 'finished', 180)
      expect.soft(await drawnColours(page, 'Accuracy by round')).toBeGreaterThan(10)
      const accuracy = page.getByRole('figure', { name: 'Accuracy by round' })
      expect(await accuracy.textContent()).toMatch(
        /fashion: \d+\.\d % \[.*\] after 6 rounds .*digits: \d+\.\d % \[.*\] after 6 rounds/,
      )
    })
  })
})

describe('a home that the command line is using', () => {
  it('is named, and opened once it is free; what a person stopped does not go on by itself', async () => {
    const home = temporaryFolder()
    const training = start('study', 'run', 'sample', '--home', home)
    try {
      await until(training, /\d %/)
      await withWindow(home, async ({ page }) => {
        const alert = page.getByRole('alert')
        await alert.getByText('in use by another Ticketscope').waitFor()
        await button(page, 'Try again').click()
        await alert.getByText('in use by another Ticketscope').waitFor()

        training.process.kill('SIGINT')
        expect((await training.finished).status).toBe(130)
        await button(page, 'Try again').click()
        await waitForStatus(page, 'paused')
        expect(await alert.count()).toBe(0)
        expect(await button(page, 'Resume').isEnabled()).toBe(true)
      })
    } finally {
      training.process.kill('SIGKILL')
    }
  })
})
