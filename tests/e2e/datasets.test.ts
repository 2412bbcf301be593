import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'
import { runJson, succeed, temporaryFolder } from '../cli/command-line.ts'
import { cifarShape, createDataset, encodeTar } from '../unit/datasets/files.ts'
import { encodeClassFolders } from '../unit/datasets/writers/png.ts'
import { accessibilityProblems } from './accessibility.ts'
import { dropFiles, visit } from './visit.ts'
import { withWindow } from './window.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')
const adder = (page: Page) => page.getByRole('form', { name: 'Add a dataset' })
const patience = { timeout: 20_000 }
const held = (page: Page) => page.getByRole('region', { name: 'What the files hold' })

/** CINIC-10 as it lies unpacked, with few images: train, valid and test by class. */
function writeCinic(): string {
  const files = encodeClassFolders(createDataset({ ...cifarShape, train: 20, test: 10 }))
  const valid = Object.entries(files).flatMap(([name, bytes]) =>
    name.startsWith('test/') ? [[name.replace('test/', 'valid/'), bytes] as const] : [],
  )
  for (const [name, bytes] of [...Object.entries(files), ...valid]) {
    const path = join(folder, 'CINIC-10', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  return join(folder, 'CINIC-10')
}

/** An archive that takes long to read: 634,880 images of zeros, almost 2 GiB, in gzip members of 20,480 each. */
function writeLarge(): string {
  const [images, path] = [20_480, join(folder, 'large.tar.gz')]
  const member = gzipSync(Buffer.alloc(images * 3073), { level: 1 })
  const file = (name: string, members: number): Buffer[] => {
    const size = members * images * 3073 // a multiple of tar's 512 bytes
    const header = encodeTar([{ name, content: Buffer.alloc(0), size }]).subarray(0, 512)
    return [gzipSync(header), ...Array.from({ length: members }, () => member)]
  }
  const batches = [1, 2, 3, 4, 5].flatMap((number) => file(`data_batch_${number}.bin`, 6))
  writeFileSync(path, Buffer.concat([...batches, ...file('test_batch.bin', 1), gzipSync(Buffer.alloc(1024))]))
  return path
}

describe('a dataset', () => {
  it('is looked at before it is added, and is then there as the command line says', async () => {
    const digits = join(packageRoot, 'resources', 'samples', 'digits')
    await withWindow(home, async ({ page }) => {
      await visit(page, '#/datasets')
      await adder(page).getByLabel('Path').fill(digits)
      await held(page)
        .getByText(/1.500 training and 297 test images of 8×8, grey/)
        .waitFor()
      await held(page).getByText('10 classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9').waitFor()
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

  it('is dropped on the window, told from the published one, and takes further parts when they are wanted', async () => {
    await withWindow(home, async (window) => {
      const { page } = window
      await visit(page, '#/overview')
      await dropFiles(window.page, [writeCinic()])
      await held(page).getByText('20 training and 10 test images of 32×32, 3 channels').waitFor()
      await held(page)
        .getByText('not CINIC-10 as it was published: other numbers of training images of a class')
        .waitFor()
      const valid = adder(page).getByLabel('validation images are training images too')
      await valid.check()
      await held(page).getByText('30 training and 10 test images').waitFor()
      await valid.uncheck()
      await held(page).getByText('20 training and 10 test images').waitFor()
      await valid.check()
      await held(page).getByText('30 training and 10 test images').waitFor()
      expect(await adder(page).getByLabel('Name').inputValue()).toBe('CINIC-10')
      await adder(page).getByRole('button', { name: 'Add', exact: true }).click()
      const added = page.getByRole('article', { name: 'Dataset CINIC-10' })
      await added.getByText('not CINIC-10 as it was published').waitFor()
      await added.getByText('30 training, 10 test').waitFor()
    })
  })

  it('is on its way in with its progress, and stopped leaves nothing', async () => {
    const stored = join(home, 'datasets')
    const before = readdirSync(stored)
    await withWindow(home, async (window) => {
      const { page } = window
      await dropFiles(window.page, [writeLarge()])
      const stop = adder(page).getByRole('button', { name: 'Stop' })
      await stop.click()
      await stop.waitFor({ state: 'detached' })
      await adder(page).getByRole('button', { name: 'Add', exact: true }).click()
      await adder(page)
        .getByText(/^Reading and checking, \d+ %/)
        .waitFor()
      await expect.poll(() => readdirSync(stored).length, patience).toBe(before.length + 1)
      await stop.click()
      await expect.poll(() => readdirSync(stored), patience).toEqual(before)
      expect(await adder(page).getByRole('alert').count()).toBe(0)
      expect(await adder(page).getByLabel('Name').inputValue()).toBe('large')
      expect(await page.getByRole('button', { name: /^large/ }).count()).toBe(0)
    })
  })

  it('whose images cannot be read says so wherever they would be, and shows them when they can again', async () => {
    const place = temporaryFolder()
    await succeed('data', 'add', 'mine', join(packageRoot, 'resources', 'samples', 'digits'), '--home', place)
    const [sha256 = ''] = readdirSync(join(place, 'datasets'))
    const images = join(place, 'datasets', sha256, 'train-images.bin')
    renameSync(images, `${images}.away`)
    await withWindow(place, async ({ page }) => {
      await visit(page, '#/datasets?dataset=mine')
      const own = page.getByRole('article', { name: 'Dataset mine' })
      await own.getByRole('alert').getByText('The images could not be read').waitFor()
      expect(await own.getByRole('alert').textContent()).toContain(images)
      // A set of the same content lies elsewhere.
      const list = page.getByRole('list', { name: 'Datasets of this home' })
      await list.getByRole('img', { name: 'Images of digits in the list' }).waitFor()
      const entry = list.getByRole('button', { name: /^mine/ })
      await entry.getByText('Its images cannot be read.').waitFor()
      expect(await accessibilityProblems(page)).toEqual({ light: [], dark: [] })

      await visit(page, '#/setup')
      const choices = page.getByRole('region', { name: 'Datasets', exact: true })
      await choices.getByText('Its images cannot be read.').waitFor()
      await choices.getByRole('checkbox', { name: 'mine', exact: true }).check()
      await choices.getByRole('alert').filter({ hasText: images }).waitFor()

      await visit(page, '#/datasets?dataset=mine')
      renameSync(`${images}.away`, images)
      await own.getByRole('button', { name: 'Try again' }).click()
      await own.getByRole('img', { name: 'The first training images of each class of mine' }).waitFor()
      await entry.getByRole('img', { name: 'Images of mine in the list' }).waitFor()
      expect(await own.getByRole('alert').count()).toBe(0)
      await list.getByRole('button', { name: /^digits/ }).click()
      const other = page.getByRole('article', { name: 'Dataset digits' })
      await other.getByRole('table').waitFor()
    })
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
