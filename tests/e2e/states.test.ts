import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'
import { run, succeed, temporaryFolder, tinySpec, writeSpec } from '../cli/command-line.ts'
import { expectAccessible } from './accessibility.ts'
import { finishedHome } from './finished-home.ts'
import { labProcess } from './lab-process.ts'
import { button, waitForStatus } from './study-view.ts'
import { visit } from './visit.ts'
import { withWindow } from './window.ts'

const home = finishedHome()

/** Goes to a view that still reads, and waits for what it says meanwhile. */
async function visitWaiting(page: Page, view: string, said: string | RegExp): Promise<void> {
  await page.evaluate(`location.hash = '#/${view}'`)
  await page.getByRole('main').getByRole('status').filter({ hasText: said }).first().waitFor()
}

describe('axe finds nothing, in any theme,', () => {
  it('in an empty home, in a study that runs, in what it makes stale, and once it is paused', async () => {
    await withWindow(temporaryFolder(), async ({ page }) => {
      await button(page, 'Start the sample study').waitFor()
      await expectAccessible(page, 'first launch')
      await visit(page, '#/tickets')
      await page.getByRole('heading', { name: 'There are no tickets yet' }).waitFor()
      await expectAccessible(page, 'no tickets')

      await visit(page, '#/overview')
      await button(page, 'Start the sample study').click()
      await waitForStatus(page, 'running')
      await visit(page, '#/compare')
      await page.getByRole('heading', { name: 'There are no two tickets to compare yet' }).waitFor()
      await expectAccessible(page, 'nothing to compare yet')
      await visit(page, '#/tickets')
      await button(page, 'Bring up to date').waitFor({ timeout: 60_000 })
      await expectAccessible(page, 'tickets out of date')
      await visit(page, '#/compare')
      await page.getByText('tickets were verified since these distances were measured').waitFor({ timeout: 60_000 })
      await expectAccessible(page, 'distances out of date')
      await visit(page, '#/monitor')
      await expectAccessible(page, 'a study in training')
      await button(page, 'Pause').click()
      await waitForStatus(page, 'paused')
      await page.getByText('The study is paused.').waitFor()
      await expectAccessible(page, 'a paused study')
    })
  })

  it('in what is still being read', async () => {
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/overview')
      const lab = labProcess(home)
      if (lab === null) throw new Error('the window has no lab')
      process.kill(lab, 'SIGSTOP')
      try {
        await visitWaiting(page, 'tickets', 'Reading the tickets…')
        await expectAccessible(page, 'reading tickets')
        await visitWaiting(page, 'datasets', 'Reading the datasets…')
        await expectAccessible(page, 'reading datasets')
        await visitWaiting(page, 'compare', 'Measuring the distances')
        await expectAccessible(page, 'measuring distances')
        await visitWaiting(page, 'patterns', 'Counting…')
        await expectAccessible(page, 'counting patterns')
        await page.reload()
        await visitWaiting(page, 'monitor', 'Reading the study…')
        await expectAccessible(page, 'reading a study')
        await visitWaiting(page, 'overview', 'Reading the studies…')
        await expectAccessible(page, 'reading studies')
      } finally {
        process.kill(lab, 'SIGCONT')
      }
      await page.getByRole('heading', { name: 'Studies' }).first().waitFor()
    })
  })

  it('in a study that failed', async () => {
    const failed = temporaryFolder()
    await succeed('data', 'add', 'mine', join(packageRoot, 'resources', 'samples', 'digits'), '--home', failed)
    const [sha256 = ''] = readdirSync(join(failed, 'datasets'))
    writeFileSync(join(failed, 'datasets', sha256, 'train-images.bin'), 'no images')
    const spec = writeSpec(failed, { ...tinySpec, datasets: [{ name: 'mine', train: 100, test: 50 }] })
    expect((await run('study', 'run', spec, '--home', failed)).status).toBe(1)

    await withWindow(failed, async ({ page }) => {
      await visit(page, '#/monitor')
      await page.getByRole('alert').filter({ hasText: 'The study failed' }).waitFor()
      await expectAccessible(page, 'a failed study')
      await visit(page, '#/patterns')
      await page.getByText('The study failed. What it trained is kept').waitFor()
      await expectAccessible(page, 'no patterns of a failed study')
      await visit(page, '#/overview')
      await page.getByRole('region', { name: 'Jobs' }).getByText('train-images.bin').waitFor()
      await expectAccessible(page, 'a failed job')
    })
  })

  it('where the home cannot be read', async () => {
    const broken = temporaryFolder()
    writeFileSync(join(broken, 'ticketscope.sqlite'), 'This is no database.\n'.repeat(50))
    await withWindow(broken, async ({ page }) => {
      for (const view of ['overview', 'tickets', 'datasets']) {
        await page.evaluate(`location.hash = '#/${view}'`)
        await page.getByRole('main').getByRole('alert').first().waitFor()
        await expectAccessible(page, `no database, ${view}`)
      }
    })
  })
})
