import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'
import { runJson, temporaryFolder } from '../cli/command-line.ts'
import { visit } from './visit.ts'
import { withWindow } from './window.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')
const adder = (page: Page) => page.getByRole('form', { name: 'Add a dataset' })

describe('a dataset', () => {
  it('is looked at before it is added, and is then there as the command line says', async () => {
    const digits = join(packageRoot, 'resources', 'samples', 'digits')
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/datasets')
      await adder(page).getByLabel('Path').fill(digits)
      const held = page.getByRole('region', { name: 'What the files hold' })
      await held.getByText(/1.500 training and 297 test images of 8×8, grey/).waitFor()
      await held.getByText('10 classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9').waitFor()
      // Thumbnails: some pixels are bright.
      const brightest = await page.evaluate(`(() => {
        const canvas = document.querySelector('form canvas')
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
        return Math.max(...data.filter((_, place) => place % 4 === 0))
      })()`)
      expect(brightest).toBe(255)
      await adder(page).getByLabel('Name').fill('mine')
      await adder(page).getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('article', { name: 'Dataset mine' }).waitFor()
    })
    const sets = await runJson<{ name: string; train: number }[]>('data', 'list', '--home', home)
    expect(sets).toContainEqual(expect.objectContaining({ name: 'mine', train: 1500 }))
  })

  it('that is broken is refused with its place and what to do', async () => {
    const broken = join(folder, 'broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'train-images-idx3-ubyte'), 'not images at all')
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/datasets')
      await adder(page).getByLabel('Path').fill(broken)
      const problem = adder(page).getByRole('alert')
      await problem.waitFor()
      expect(await problem.textContent()).toContain(broken)
      await adder(page).getByLabel('Path').fill('')
      await problem.waitFor({ state: 'detached' })
    })
  })
})
