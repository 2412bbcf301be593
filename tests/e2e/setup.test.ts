import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { studySpecSchema } from '../../src/shared/spec.ts'
import { temporaryFolder } from '../cli/command-line.ts'
import { button, waitForStatus } from './study-view.ts'
import { answerDialogs, visit } from './visit.ts'
import { withWindow } from './window.ts'

describe('setting a study up', () => {
  it('marks mistakes where they are, keeps the draft over a restart, and starts once all is right', async () => {
    const home = temporaryFolder()
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/setup')
      await page.getByLabel('Name').fill('<b>mine</b>')
      await page.getByLabel('Batch').fill('-3')
      await page.getByLabel('Rounds').fill('two')
      expect(await page.getByLabel('Batch').getAttribute('aria-invalid')).toBe('true')
      const problems = page.getByRole('status', { name: 'Values that do not fit' })
      expect(await problems.textContent()).toMatch(/2 values.*training\.batch.*at least 1.*pruning\.rounds/)
      expect(await button(page, 'Start the study').isDisabled()).toBe(true)
    })
    await withWindow(home, async (window) => {
      const { page } = window
      expect(await page.getByLabel('Batch').inputValue()).toBe('-3')
      await page.getByLabel('Batch').fill('60')
      await page.getByLabel('Rounds').fill('60')
      await page.getByLabel('Rate, dense layers').fill('0.9')
      // What the schema cannot know is said by the lab, in its own section.
      await page.getByRole('region', { name: 'Pruning' }).getByRole('alert').waitFor()
      await page.getByLabel('Rate, dense layers').fill('0.25')
      await page.getByLabel('Rounds').fill('2')
      await page.getByLabel('Trials').fill('1')
      await page.getByLabel('Epochs').fill('1')
      await page.getByLabel('fashion: training images').fill('200')
      await page.getByLabel('digits', { exact: true }).uncheck()
      await page.getByText(/images\/s, measured/).waitFor()
      expect(await page.getByRole('region', { name: 'What is trained' }).textContent()).toContain('73\u202f008')

      await answerDialogs(window, { saveIn: home })
      await button(page, 'Export…').click()
      await page.getByText(/^Saved /).waitFor()
      const saved: unknown = JSON.parse(readFileSync(join(home, 'b-mine-b-study-spec.json'), 'utf8'))
      expect(studySpecSchema.parse(saved)).toMatchObject({ name: '<b>mine</b>', trials: 1 })

      await button(page, 'Start the study').click()
      await waitForStatus(page, 'finished', 60)
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('<b>mine</b>')
    })
  })

  it('shows the images as the network gets them, and follows its size and their preparation', async () => {
    await withWindow(temporaryFolder(), async ({ page }) => {
      await visit(page, '#/setup')
      const digits = page.getByRole('img', { name: 'Images of digits as the network gets them' })
      const drawn = (): Promise<string> =>
        page.evaluate(`document.querySelector('canvas[aria-label^="Images of digits as"]')?.toDataURL() ?? ''`)
      const described = (text: RegExp) => page.getByText(text).first().waitFor()
      await described(/The network gets 16×16×3, 0 \(black\) to 1 \(white\)\./)
      expect(await digits.getAttribute('height')).toBe('16')
      const resampled = await drawn()

      await page.getByLabel('Other sizes').selectOption('pad')
      await expect.poll(drawn).not.toBe(resampled)
      // 28×28 images have no room in 16×16: said in the row of that set, and of none else.
      const fashion = page.getByRole('alert').filter({ hasText: /^fashion: images of 28×28 cannot be padded to 16×16/ })
      await fashion.waitFor()
      expect(await page.getByRole('img', { name: 'Images of fashion as the network gets them' }).count()).toBe(0)
      const padded = await drawn()

      await page.getByLabel('Architecture').selectOption({ label: 'my own layers' })
      await page.getByLabel('Input height').fill('30')
      await page.getByLabel('Input width').fill('28')
      await fashion.waitFor({ state: 'detached' })
      // Ten images side by side, a pixel apart.
      const size = async () => [await digits.getAttribute('height'), await digits.getAttribute('width')]
      await expect.poll(size).toEqual(['30', String(10 * 29 - 1)])
      expect(await drawn()).not.toBe(padded)
      const unit = await drawn()

      await page.getByLabel('Scaling').selectOption('standardise')
      await described(/mean − 2 SD is shown black, mean \+ 2 SD white \(mean 0\.\d+; SD 0\.\d+\)/)
      await expect.poll(drawn).not.toBe(unit)
    })
  })

  it('takes a network of one’s own, and says what is wrong with its layers', async () => {
    await withWindow(temporaryFolder(), async ({ page }) => {
      await visit(page, '#/setup')
      await page.getByLabel('Architecture').selectOption({ label: 'my own layers' })
      await page.getByLabel('Layer 1: filters').fill('8')
      await page.getByRole('region', { name: 'What is trained' }).getByText('8×3×3×3').waitFor()
      await page.getByLabel('Layer 6: kind').selectOption('dense')
      const network = page.getByRole('region', { name: 'Network' })
      await network.getByText(/the output layer comes last/).waitFor()
      expect(await button(page, 'Start the study').isDisabled()).toBe(true)
    })
  })
})
