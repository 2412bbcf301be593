import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importNetworks } from '../../src/main/lab/bundles/index.ts'
import { readForeign } from '../../src/main/lab/bundles/formats/read-foreign.ts'
import { openStore } from '../../src/main/lab/store/open.ts'
import { temporaryFolder } from './tiny-study.ts'

const debian = '/usr/bin/python3'
const hasTorch = spawnSync(debian, ['-c', 'import torch']).status === 0
if (!hasTorch)
  process.stderr.write(
    `SKIPPED: ${debian} has no torch, so nothing shows that files of PyTorch are read; apt-get install python3-torch\n`,
  )

/** Writes a pruned Conv net in every way that PyTorch does, an open_lth run in both formats, and their values as JSON. */
const program = `
import json, os, sys, torch
from collections import OrderedDict
torch.manual_seed(3)
folder = sys.argv[1]
net = torch.nn.Sequential(OrderedDict(conv=torch.nn.Conv2d(3, 4, 3), fc=torch.nn.Linear(4 * 4 * 4, 6), out=torch.nn.Linear(6, 2)))
masks = {name + '.weight': (torch.rand_like(layer.weight) < 0.4) for name, layer in net.named_children()}
dense = OrderedDict((name, value.clone()) for name, value in net.state_dict().items())
sparse = OrderedDict((name, value * masks[name] if name in masks else value) for name, value in dense.items())
# A transposed view into a larger storage, and the same numbers in half precision.
big = torch.zeros(64, 12)
big[:, 3:9] = sparse['fc.weight'].t()
views = OrderedDict(sparse)
views['fc.weight'] = big[:, 3:9].t()
half = OrderedDict((name, value.half()) for name, value in sparse.items())
parameters = OrderedDict((name, torch.nn.Parameter(value)) for name, value in sparse.items())
for suffix, options in [('', {}), ('-legacy', {'_use_new_zipfile_serialization': False})]:
    save = lambda value, name: torch.save(value, os.path.join(folder, name), **options)
    save(sparse, f'plain{suffix}.pth')
    save(views, f'views{suffix}.pth')
    save(half, f'half{suffix}.pth')
    save(parameters, f'parameters{suffix}.pth')
    save({'epoch': 7, 'state_dict': sparse, 'optimizer': {'state': {0: {'step': 3, 'exp_avg': big}}}}, f'checkpoint{suffix}.pth')
    run = f'run{suffix}/replicate_1/level_2/main'
    os.makedirs(os.path.join(folder, run))
    save({name: mask.int() for name, mask in masks.items()}, f'{run}/mask.pth')
    save(dense, f'{run}/model_ep0_it0.pth')
    torch.save(net, os.path.join(folder, f'whole{suffix}.pth'), **options)
numbers = lambda tensors: {name: value.flatten().tolist() for name, value in tensors.items()}
json.dump({'sparse': numbers(sparse), 'dense': numbers(dense), 'half': numbers(half), 'masks': numbers({name: mask.int() for name, mask in masks.items()})}, open(os.path.join(folder, 'values.json'), 'w'))
`

interface Values {
  sparse: Record<string, number[]>
  dense: Record<string, number[]>
  half: Record<string, number[]>
  masks: Record<string, number[]>
}

const layers = ['conv.weight', 'fc.weight', 'out.weight']

describe.skipIf(!hasTorch)('files that PyTorch wrote', () => {
  const folder = temporaryFolder()
  const written = hasTorch ? spawnSync(debian, ['-c', program, folder], { encoding: 'utf8' }) : null
  const values = (): Values => {
    expect(written?.stderr).not.toMatch(/Error/)
    return JSON.parse(readFileSync(join(folder, 'values.json'), 'utf8')) as Values
  }

  describe.each(['', '-legacy'])('torch.save%s', (suffix) => {
    it.each(['plain', 'views', 'parameters', 'checkpoint', 'half'])('%s: every weight, to the last bit', (name) => {
      const expected = values()[name === 'half' ? 'half' : 'sparse']
      const network = readForeign(join(folder, `${name}${suffix}.pth`))
      expect(network.format).toBe('pth')
      expect(network.layers.map((layer) => [layer.name, layer.shape])).toEqual([
        ['conv.weight', [4, 3, 3, 3]],
        ['fc.weight', [6, 64]],
        ['out.weight', [2, 6]],
      ])
      for (const layer of network.layers) {
        const wanted = Float32Array.from(expected[layer.name] ?? [])
        expect(layer.weights, layer.name).toEqual(wanted)
        expect(layer.mask, layer.name).toEqual(Uint8Array.from(wanted, (weight) => (weight === 0 ? 0 : 1)))
      }
    })

    it('an open_lth run: its mask on its initial weights', () => {
      const { masks, dense } = values()
      const network = readForeign(join(folder, `run${suffix}`))
      expect(network.format).toBe('open_lth')
      expect(network.layers.map(({ name }) => name)).toEqual(layers)
      for (const { name, mask, weights } of network.layers) {
        expect(mask).toEqual(Uint8Array.from(masks[name] ?? []))
        expect(weights).toEqual(Float32Array.from(dense[name] ?? []))
      }
    })

    it('becomes tickets that can be compared', async () => {
      const store = openStore(temporaryFolder(), 'own')
      const paths = ['plain', 'views'].map((name) => join(folder, `${name}${suffix}.pth`))
      const { study, tickets } = await importNetworks(store, paths, 'theirs')
      const [first, second] = store.tickets.ofStudy(study)
      expect(tickets).toBe(2)
      expect(first?.sha256).toBe(second?.sha256)
      const kept = values().masks['fc.weight']?.reduce((sum, bit) => sum + bit, 0)
      expect(first?.layers[1]).toMatchObject({ name: 'dense1', total: 384, kept })
      store.close()
    })

    it('a whole module is refused, and not run', () => {
      expect(() => readForeign(join(folder, `whole${suffix}.pth`))).toThrow(/which is not on the list.*state_dict/)
    })
  })

  it('cut short anywhere, or with storages that lie, is refused', () => {
    values()
    const whole = readFileSync(join(folder, 'plain-legacy.pth'))
    const path = join(folder, 'cut.pth')
    for (let end = 0; end < whole.length; end += 61) {
      writeFileSync(path, whole.subarray(0, end))
      expect(() => readForeign(path), `${end} bytes`).toThrow(/cut\.pth/)
    }
    const count = Buffer.alloc(8)
    count.writeBigUInt64LE(384n)
    const lying = Buffer.from(whole)
    lying.writeBigUInt64LE(2n ** 62n, lying.lastIndexOf(count))
    writeFileSync(path, lying)
    expect(() => readForeign(path)).toThrow(/cut\.pth: ends amid its numbers/)
  })
})
