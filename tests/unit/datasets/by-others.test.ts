import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeDataset } from '../../../src/main/lab/datasets/decoded.ts'
import { detectFormat, readers } from '../../../src/main/lab/datasets/readers/formats.ts'
import { decodePng } from '../../../src/main/lab/datasets/readers/png/index.ts'
import { cifarNames, openFolder } from './files.ts'
import { pythonWith, runPython } from './python.ts'

// Files written by the programs that researchers have: numpy, scipy.io, pickle, tarfile, PIL.

const numpy = pythonWith('numpy')
const scipy = pythonWith('numpy', 'scipy.io')
const pil = pythonWith('numpy', 'PIL.Image')

const common = `
import numpy as np, os, pickle, tarfile
rng = np.random.RandomState(5)
x = rng.randint(0, 256, (25, 32, 32, 3)).astype(np.uint8)
y = np.arange(25) % 10
x.tofile('x.bin')
`
const imagesOf = (folder: string): Uint8Array => Uint8Array.from(readFileSync(join(folder, 'x.bin')))
const labels = Uint8Array.from({ length: 25 }, (_, image) => image % 10)

describe.skipIf(!numpy)('pickles of CIFAR-10 by numpy', () => {
  const write = (protocol: number, labelsAs: string): string => `${common}
os.makedirs('py')
planes = x.transpose(0, 3, 1, 2).reshape(25, 3072)
for name, part in [('data_batch_%d' % (i + 1), slice(4 * i, 4 * i + 4)) for i in range(5)] + [('test_batch', slice(20, 25))]:
    labels = y[part]
    batch = {'batch_label': 'one of five', 'labels': ${labelsAs}, 'data': ${protocol === 4 ? 'np.asfortranarray(planes[part])' : 'planes[part]'}, 'filenames': ['a.png'] * len(labels)}
    pickle.dump(batch, open('py/' + name, 'wb'), protocol=${protocol})
names = ${JSON.stringify(cifarNames)}
pickle.dump({'num_cases_per_batch': 4, 'label_names': names, 'num_vis': 3072}, open('py/batches.meta', 'wb'), protocol=${protocol})
with tarfile.open('py.tar.gz', 'w:gz') as tar: tar.add('py', 'cifar-10-batches-py')
`
  test.each([
    [0, 'labels.tolist()'],
    [1, 'labels.tolist()'],
    [2, 'labels.tolist()'],
    [3, 'labels.tolist()'],
    [4, 'labels.tolist()'],
    [5, 'labels.tolist()'],
    [2, 'labels'],
    [4, 'labels.astype(">i2")'],
  ])('protocol %i, labels as %s', async (protocol, labelsAs) => {
    const folder = openFolder()
    runPython(numpy, write(protocol, labelsAs), folder)
    for (const path of [join(folder, 'py'), join(folder, 'py.tar.gz')]) {
      expect(await detectFormat(path)).toBe('cifar10-python')
      const read = await decodeDataset(readers['cifar10-python'], path)
      expect(read).toMatchObject({ height: 32, width: 32, channels: 3, classes: cifarNames })
      expect(read.train.images).toEqual(imagesOf(folder).slice(0, 20 * 3072))
      expect(read.test.images).toEqual(imagesOf(folder).slice(20 * 3072))
      expect(read.train.labels).toEqual(labels.slice(0, 20))
    }
  })
})

describe.skipIf(!scipy)('MAT files of SVHN by scipy.io.savemat', () => {
  test.each([
    ['do_compression=True', 'labels'],
    ['do_compression=False', 'labels'],
    ['do_compression=True, oned_as="column"', 'labels.astype(np.uint8)'],
    ['do_compression=True', 'labels.astype(float)'],
    ['do_compression=True', 'labels.astype(np.uint8).reshape(1, -1)'],
  ])('%s, y = %s', async (options, labelsAs) => {
    const folder = openFolder()
    const script = `${common}
import scipy.io
for name, part in [('train', slice(0, 20)), ('test', slice(20, 25))]:
    labels = np.where(y[part] == 0, 10, y[part]).reshape(-1, 1)
    scipy.io.savemat(name + '_32x32.mat', {'X': x[part].transpose(1, 2, 3, 0), 'y': ${labelsAs}, 'note': 'beside'}, ${options})
`
    runPython(scipy, script, folder)
    expect(await detectFormat(folder)).toBe('svhn')
    const read = await decodeDataset(readers.svhn, folder)
    expect(read.train.images).toEqual(imagesOf(folder).slice(0, 20 * 3072))
    expect(read.test.images).toEqual(imagesOf(folder).slice(20 * 3072))
    expect([...read.train.labels, ...read.test.labels]).toEqual([...labels])
  })
})

describe.skipIf(!numpy)('NPZ files by numpy', () => {
  test.each([
    ['savez', 'y', ''],
    ['savez_compressed', 'y', ''],
    ['savez', 'y.astype(np.uint8).reshape(-1, 1)', ''],
    ['savez_compressed', 'y.astype(">i4")', ''],
    ['savez', 'y', ', other=np.arange(3.5)'],
  ])('%s, y = %s%s', async (writer, labelsAs, more) => {
    const folder = openFolder()
    const script = `${common}
y = ${labelsAs}
np.${writer}('set.npz', x_train=x[:20], y_train=y[:20], x_test=x[20:], y_test=y[20:]${more})
`
    runPython(numpy, script, folder)
    const path = join(folder, 'set.npz')
    expect(await detectFormat(path)).toBe('npz')
    const read = await decodeDataset(readers.npz, path)
    expect(read.train.images).toEqual(imagesOf(folder).slice(0, 20 * 3072))
    expect([...read.train.labels, ...read.test.labels]).toEqual([...labels])
  })
})

describe.skipIf(!pil)('PNG images by PIL', () => {
  test('a tree like CINIC-10’s, as folder and as .tar.gz', async () => {
    const folder = openFolder()
    const script = `${common}
from PIL import Image
names = ${JSON.stringify(cifarNames)}
os.makedirs('set')
for i in range(25):
    part = 'train' if i < 20 else 'test'
    at = 'set/%s/%s' % (part, names[y[i]])
    os.makedirs(at, exist_ok=True)
    Image.fromarray(x[i]).save('%s/cifar10-%s-%d.png' % (at, part, i))
with tarfile.open('set.tar.gz', 'w:gz') as tar: tar.add('set', '.')
`
    runPython(pil, script, folder)
    const [fromFolder, fromArchive] = await Promise.all(
      ['set', 'set.tar.gz'].map((name) => decodeDataset(readers.images, join(folder, name))),
    )
    expect(await detectFormat(join(folder, 'set.tar.gz'))).toBe('images')
    expect(fromArchive).toEqual(fromFolder)
    // Of each class two training images, `…-3` after `…-13`.
    const order = Array.from({ length: 10 }, (_, label) =>
      [label, label + 10].toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1)),
    )
    const images = imagesOf(folder)
    const expected = order.flat().flatMap((image) => [...images.subarray(image * 3072, (image + 1) * 3072)])
    expect(fromFolder?.train.images).toEqual(Uint8Array.from(expected))
    expect(fromFolder?.classes).toEqual(cifarNames)
  })

  test('every mode that PIL writes without loss', () => {
    const folder = openFolder()
    const script = `${common}
from PIL import Image
image = Image.fromarray(x[0][:13, :7])
for mode in ['1', 'L', 'LA', 'P', 'RGB', 'RGBA', 'I;16']:
    made = Image.fromarray((np.arange(91, dtype=np.uint16) * 700).reshape(13, 7)) if mode == 'I;16' else image.convert(mode)
    made.save(mode.replace(';', '') + '.png')
    seen = (np.array(made) >> 8).astype(np.uint8) if mode == 'I;16' else np.array(made.convert('RGBA').convert('RGB'))
    if mode == 'I;16': seen = np.repeat(seen[:, :, None], 3, 2)
    seen.tofile(mode.replace(';', '') + '.rgb')
`
    runPython(pil, script, folder)
    for (const mode of ['1', 'L', 'LA', 'P', 'RGB', 'RGBA', 'I16']) {
      const file = readFileSync(join(folder, `${mode}.png`))
      const expected = readFileSync(join(folder, `${mode}.rgb`))
      expect(Buffer.from(decodePng(file, null).pixels).equals(expected), mode).toBe(true)
    }
    expect(existsSync(join(folder, 'RGBA.png'))).toBe(true)
  })
})
