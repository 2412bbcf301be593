import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { architectures } from '../../../src/shared/architecture.ts'
import { presets } from '../../../src/shared/spec.ts'
import type { LabEvent } from '../../../src/shared/protocol.ts'
import { prepareDataset, readSample } from '../../../src/main/lab/datasets/index.ts'
import { studyStream } from '../../../src/main/lab/study/study-streams.ts'
import { openLab, type Lab } from '../../../src/main/lab/index.ts'
import { cifarShape, createDataset, encodeCifar10, encodeTar, openFolder, writeFiles } from '../datasets/files.ts'
import { encodeMat, svhnVariables } from '../datasets/writers/mat.ts'
import { encodeClassFolders } from '../datasets/writers/png.ts'
import { encodeCifar10Python } from '../datasets/writers/pickle.ts'

async function openTestLab(home = openFolder()): Promise<Lab> {
  const lab = await openLab({ home, access: 'own' })
  onTestFinished(() => lab.close())
  return lab
}

const cifar = createDataset({ ...cifarShape, train: 60, test: 20 })
const content = (lab: Lab): string[] => {
  const folder = join(lab.home, 'datasets')
  return existsSync(folder) ? readdirSync(folder) : []
}

/** An archive that takes a while: 40,000 images, of zeros after the first. */
function writeLarge(): string {
  const batch = Buffer.alloc(8000 * 3073)
  const names = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`)
  const parts = [...names, 'test_batch.bin'].map((name) => ({ name, content: batch }))
  const path = join(openFolder(), 'large.tar.gz')
  writeFileSync(path, gzipSync(encodeTar(parts), { level: 1 }))
  return path
}

describe('adding', () => {
  test('keeps what a set is, tells the progress, and stores the same content once', async () => {
    const lab = await openTestLab()
    const events: LabEvent[] = []
    lab.onEvent((event) => events.push(event))
    const binary = writeFiles(openFolder(), encodeCifar10(cifar))
    const python = writeFiles(openFolder(), encodeCifar10Python(cifar))
    const first = await lab.calls.addDataset({ name: 'one', path: binary })
    expect(first).toMatchObject({
      ...{ name: 'one', format: 'cifar10-binary', train: 60, test: 20, classes: cifar.classes, source: binary },
      published: { dataset: 'CIFAR-10', verdict: 'differs', reason: 'other numbers of training images of a class' },
    })
    expect(events.every((event) => event.event === 'dataset.progress' && event.dataset === 'one')).toBe(true)
    expect(events.at(-1)).toMatchObject({ phase: 'store' })
    const second = await lab.calls.addDataset({ name: 'two', path: python })
    expect(second).toMatchObject({ sha256: first.sha256, format: 'cifar10-python' })
    expect(await lab.calls.addDataset({ name: 'two', path: binary })).toEqual(second)
    expect(content(lab)).toEqual([first.sha256])
    expect(await lab.calls.showDataset({ dataset: 'two' })).toMatchObject({
      ...second,
      trainPerClass: Array.from({ length: 10 }, () => 6),
      bytes: 80 * 3073,
    })
    await lab.calls.removeDataset({ dataset: 'one' })
    expect(content(lab)).toEqual([first.sha256])
    await lab.calls.removeDataset({ dataset: 'two' })
    expect(content(lab)).toEqual([])
  })

  test('survives closing, with everything that is known', async () => {
    const home = openFolder()
    const lab = await openLab({ home, access: 'own' })
    const path = writeFiles(openFolder(), encodeCifar10(cifar))
    const added = await lab.calls.addDataset({ name: 'mine', path })
    await lab.close()
    const again = await openTestLab(home)
    expect((await again.calls.listDatasets({})).at(-1)).toEqual(added)
  })

  test('other content under the same name is refused and leaves nothing', async () => {
    const lab = await openTestLab()
    const path = writeFiles(openFolder(), encodeCifar10(cifar))
    const { sha256 } = await lab.calls.addDataset({ name: 'mine', path })
    const other = writeFiles(openFolder(), encodeCifar10(createDataset({ ...cifarShape, train: 30, test: 10 })))
    await expect(lab.calls.addDataset({ name: 'mine', path: other })).rejects.toMatchObject({ code: 'data.exists' })
    expect(content(lab)).toEqual([sha256])
  })

  test('stops when it is cancelled, and when the lab closes; nothing is left', async () => {
    const home = openFolder()
    const lab = await openLab({ home, access: 'own' })
    const path = writeLarge()
    const begun = (): Promise<unknown> =>
      new Promise((resolve) => {
        const stop = lab.onEvent((event) => resolve((stop(), event)))
      })
    let beginning = begun()
    const first = lab.call('addDataset', { name: 'large', path })
    await beginning
    await expect(lab.calls.addDataset({ name: 'large', path })).rejects.toMatchObject({ code: 'data.exists' })
    await lab.calls.cancelDataset({ dataset: 'large' })
    expect(await first).toMatchObject({ ok: false, error: { code: 'interrupted' } })
    expect(content(lab)).toEqual([])
    beginning = begun()
    const second = lab.call('addDataset', { name: 'large', path })
    await beginning
    await lab.close()
    expect(await second).toMatchObject({ ok: false, error: { code: 'interrupted' } })
    expect(readdirSync(join(home, 'datasets'))).toEqual([])
  })
})

describe('looking', () => {
  test('an inspection needs no home of its own and leaves nothing', async () => {
    const home = join(openFolder(), 'home')
    const lab = await openLab({ home, access: 'share' })
    onTestFinished(() => lab.close())
    const path = writeFiles(openFolder(), encodeCifar10(cifar))
    const preview = await lab.calls.inspectDataset({ path })
    expect(preview).toMatchObject({ format: 'cifar10-binary', train: 60, test: 20, height: 32, channels: 3 })
    expect(preview.thumbnails).toHaveLength(40)
    expect(existsSync(home)).toBe(false)
    await expect(lab.calls.inspectDataset({ path: '/no/such' })).rejects.toMatchObject({ code: 'data.missing' })
  })

  test('an inspection tells which further parts are there, and counts them when they are wanted', async () => {
    const lab = await openTestLab()
    const small = createDataset({ height: 3, width: 3, channels: 3, classes: ['cat', 'dog'], train: 4, test: 2 })
    const files = encodeClassFolders(small)
    const valid = Object.entries(files).map(([name, bytes]) => [name.replace('test/', 'valid/'), bytes] as const)
    const more = { ...files, ...Object.fromEntries(valid) }
    const archive = join(openFolder(), 'a.tar')
    writeFileSync(archive, encodeTar(Object.entries(more).map(([name, bytes]) => ({ name, content: bytes }))))
    expect(await lab.calls.inspectDataset({ path: writeFiles(openFolder(), files) })).toMatchObject({ parts: [] })
    for (const path of [writeFiles(openFolder(), more), archive]) {
      expect(await lab.calls.inspectDataset({ path })).toMatchObject({ parts: ['valid'], train: 4 })
      expect(await lab.calls.inspectDataset({ path, include: ['valid'] })).toMatchObject({ parts: ['valid'], train: 6 })
    }
    const digits = createDataset({ height: 3, width: 3, channels: 3, train: 10, test: 10 })
    const [train, other] = [digits.train, digits.test].map((split) => encodeMat(svhnVariables(split, 3, 3), true))
    const svhn = { 'train_32x32.mat': train, 'test_32x32.mat': other, 'extra_32x32.mat': other } as Record<
      string,
      Buffer
    >
    const path = writeFiles(openFolder(), svhn)
    expect(await lab.calls.inspectDataset({ path })).toMatchObject({ parts: ['extra'], train: 10 })
    expect(await lab.calls.inspectDataset({ path, include: ['extra'] })).toMatchObject({ train: 20 })
  })

  test('thumbnails of a set, and as a network will see them', async () => {
    const lab = await openTestLab()
    const path = writeFiles(openFolder(), encodeCifar10(cifar))
    await lab.calls.addDataset({ name: 'mine', path })
    const preparation = { seed: 1, network: 'mini-conv-2' } as const
    const { stored, prepared, classes } = await lab.calls.thumbnails({ dataset: 'mine', count: 20, preparation })
    expect(classes).toEqual(cifar.classes)
    expect(stored.map(({ label }) => label)).toEqual(Array.from({ length: 20 }, (_, image) => Math.floor(image / 2)))
    expect(stored[1]).toMatchObject({ height: 32, width: 32, channels: 3 })
    expect(stored[1]?.pixels).toEqual(cifar.train.images.slice(10 * 3072, 11 * 3072))
    expect(prepared?.images).toHaveLength(20)
    expect(prepared?.images[1]).toMatchObject({ label: 0, height: 16, width: 16, channels: 3 })
    expect(prepared?.scale).toEqual(Array.from({ length: 3 }, () => Math.fround(1 / 255)))
    const { images } = cifar.train
    const at = (row: number, column: number): number => images[10 * 3072 + (row * 32 + column) * 3] ?? 0
    const mean = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4
    expect(prepared?.images[1]?.pixels[0]).toBe(Math.floor(mean + 0.5))
    const sample = await lab.calls.thumbnails({ dataset: 'digits', count: 10 })
    expect(sample.stored.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(sample.prepared).toBeNull()
  })

  test('thumbnails show the images that the study takes, scaled as it scales them', async () => {
    const lab = await openTestLab()
    const train = 500
    const preprocessing = { scaling: 'standardise', fit: 'pad' } as const
    const network = { input: { height: 30, width: 32, channels: 3 }, layers: architectures['mini-conv-2'].layers }
    const preparation = { seed: 7, train, preprocessing, network }
    const { stored, prepared } = await lab.calls.thumbnails({ dataset: 'fashion', count: 30, preparation })
    const expected = prepareDataset(await readSample('fashion'), {
      ...{ name: 'fashion', input: network.input, classes: 10, ...preprocessing, train },
      stream: (part) => studyStream({ seed: 7 }, 'subset', 'fashion', part),
    })
    expect(prepared?.scale).toEqual([...expected.scale])
    expect(prepared?.offset).toEqual([...expected.offset])
    const imageBytes = 30 * 32 * 3
    const fours = [...expected.train.labels.entries()].filter(([, label]) => label === 4).slice(0, 3)
    expect(stored.map(({ label }) => label)).toEqual(prepared?.images.map(({ label }) => label))
    expect(prepared?.images.slice(12, 15).map(({ pixels }) => pixels)).toEqual(
      fours.map(([image]) => expected.train.images.slice(image * imageBytes, (image + 1) * imageBytes)),
    )
  })

  test.each([
    ['other channels', { network: 'lenet-300-100' }, /^mine: images of 3 channels, but the network sees 1; /],
    [
      'a larger set than its padding',
      { preprocessing: { fit: 'pad' } },
      /^mine: images of 32×32 cannot be padded to 16×16; /,
    ],
    ['fewer images', { train: 61 }, /^mine: 61 training images are asked for, but there are 60; /],
  ] as const)('a network that wants %s is told so, by thumbnails and before a study', async (_, changes, message) => {
    const lab = await openTestLab()
    const path = writeFiles(openFolder(), encodeCifar10(cifar))
    await lab.calls.addDataset({ name: 'mine', path })
    const preparation = { seed: 1, network: 'mini-conv-2', ...changes } as const
    await expect(lab.calls.thumbnails({ dataset: 'mine', preparation })).rejects.toMatchObject({
      code: 'spec.invalid',
      message: expect.stringMatching(message) as string,
    })
    const { train, ...rest } = { train: undefined, ...changes }
    const spec = { ...presets.sample, datasets: [{ name: 'mine', ...(train !== undefined && { train }) }], ...rest }
    await expect(lab.calls.outlineStudy({ spec })).rejects.toMatchObject({
      code: 'spec.invalid',
      message: expect.stringMatching(/^datasets: mine/) as string,
    })
  })

  test('published sets have their addresses, and the parts that are asked for', async () => {
    const lab = await openTestLab()
    const names = async (include: ('valid' | 'extra')[]): Promise<string[]> =>
      (await lab.calls.listPublished({ include })).flatMap(({ files }) =>
        files.map(({ url }) => url.replace(/.*\//, '')),
      )
    expect(await names([])).toEqual(['cifar-10-binary.tar.gz', 'train_32x32.mat', 'test_32x32.mat', 'CINIC-10.tar.gz'])
    expect(await names(['extra'])).toContain('extra_32x32.mat')
  })
})
