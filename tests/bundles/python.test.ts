import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { exportBundle, exportDense, selectStudy } from '../../src/main/lab/bundles/index.ts'
import { spreadWeights } from '../../src/main/lab/science/pruning.ts'
import { finalTickets } from '../../src/main/lab/study/measure-study.ts'
import { planStudy } from '../../src/main/lab/study/plan.ts'
import { readTicket } from '../../src/main/lab/study/tickets.ts'
import { makeHome, temporaryFolder } from './tiny-study.ts'

const reader = fileURLToPath(new URL('../../docs/read_bundle.py', import.meta.url))
const debian = '/usr/bin/python3'
const hasNumpy = spawnSync(debian, ['-c', 'import numpy']).status === 0
if (!hasNumpy)
  process.stderr.write(
    `SKIPPED: ${debian} has no numpy, so nothing shows that Python reads bundles; apt-get install python3-numpy\n`,
  )

const { store, spec } = await makeHome()
const [study] = store.studies.list()
if (!study) throw new Error('no study')
const plan = planStudy(spec)
const folder = temporaryFolder()

describe.skipIf(!hasNumpy)("Debian's Python with numpy alone", () => {
  it('reads the weights of every ticket', async () => {
    const path = join(folder, 'tiny.tickets')
    await exportBundle(store, [selectStudy(store, study)], path)
    const { stdout, stderr, status } = spawnSync(debian, [reader, path], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    const expected = finalTickets(store, plan, study).flatMap((ticket) => {
      const { masks, surviving } = readTicket(store, plan, ticket)
      return spreadWeights(surviving, masks).map((weights, layer) => {
        const { name, shape } = plan.network.layers[layer] ?? { name: '', shape: [] }
        const { positive, negative } = ticket.layers[layer] ?? { positive: 0, negative: 0 }
        const sum = weights.reduce((total, weight) => total + weight, 0)
        return { words: [ticket.id, name, ...shape, positive, negative].join(' '), sum }
      })
    })
    expect(lines.map((line) => line.split(' ').slice(0, -1).join(' '))).toEqual(expected.map(({ words }) => words))
    lines.forEach((line, index) => expect(Number(line.split(' ').at(-1))).toBeCloseTo(expected[index]?.sum ?? NaN, 12))
  })

  it('reads dense safetensors with the same zeros and weights', async () => {
    const [ticket] = finalTickets(store, plan, study)
    if (!ticket) throw new Error('no ticket')
    const path = join(folder, 'dense.safetensors')
    await exportDense(store, [{ study, plan, tickets: [ticket], trained: false }], path, 'initial')
    const code = `import sys; sys.path.insert(0, ${JSON.stringify(join(reader, '..'))}); import read_bundle
for name, weights in read_bundle.read_tensors(open(${JSON.stringify(path)}, 'rb').read()).items(): print(name, weights.ravel().tolist())`
    const { stdout, stderr } = spawnSync(debian, ['-B', '-c', code], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const { masks, surviving } = readTicket(store, plan, ticket)
    const lines = stdout.trimEnd().split('\n')
    spreadWeights(surviving, masks).forEach((weights, layer) => {
      const [name, ...values] = (lines[layer] ?? '').split(' ')
      expect(name).toBe(`${plan.network.layers[layer]?.name ?? ''}.weight`)
      expect(JSON.parse(values.join(''))).toEqual([...weights])
    })
  })
})
