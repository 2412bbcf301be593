// 120 Conv-2 tickets of the paper's density into a bundle and out of it, and the bundle's size against the entropy of
// what it holds. usage: node bench/bundles.ts [tickets]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { exportBundle, importBundle, selectStudy } from '../src/main/lab/bundles/index.ts'
import { drawInitialWeights } from '../src/main/lab/science/initial-weights.ts'
import { drawRandomMasks } from '../src/main/lab/science/pruning.ts'
import { openStore } from '../src/main/lab/store/open.ts'
import { planStudy, ticketId } from '../src/main/lab/study/plan.ts'
import { trialStream } from '../src/main/lab/study/study-streams.ts'
import {
  describeLayers,
  encodeFloats,
  encodeMasks,
  hashTicket,
  ticketContent,
} from '../src/main/lab/study/ticket-content.ts'
import { presets, studySpecSchema } from '../src/shared/spec.ts'

const [wanted = 120] = process.argv.slice(2).map(Number)
const spec = studySpecSchema.parse({ ...presets.paper, trials: Math.ceil(wanted / 6) })
const plan = planStudy(spec)
const { layers } = plan.network
const kept = plan.kept[spec.pruning.rounds] ?? []
const folder = mkdtempSync(join(tmpdir(), 'ticketscope-bench-'))
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

/** How long the thread stands still at most while something goes on, in milliseconds. */
async function watchStandstill(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await work()
  await new Promise((resolve) => setTimeout(resolve, 5))
  delays.disable()
  return Math.round(delays.max / 1e6)
}

/** Bits that a mask of so many places needs at least: all choices of the kept ones alike. */
function maskBits(places: number, ones: number): number {
  const share = ones / places
  return share === 0 || share === 1 ? 0 : -places * (share * Math.log2(share) + (1 - share) * Math.log2(1 - share))
}

try {
  const store = openStore(join(folder), 'own')
  const datasets = Object.fromEntries(spec.datasets.map(({ name }) => [name, 'ab'.repeat(32)]))
  store.studies.add({ id: '0123456789', spec, datasets, createdAt: '2026-01-01T00:00:00.000Z' })
  let tickets = 0
  for (const key of plan.trials) {
    const initial = drawInitialWeights(layers, trialStream(plan, key, 'initial weights'))
    for (const kind of ['winning', 'random'] as const) {
      const masks = drawRandomMasks(layers, kept, trialStream(plan, key, `${kind} mask`))
      const content = ticketContent(masks, initial)
      const [maskBytes, weights] = [encodeMasks(masks), encodeFloats(content.surviving)]
      const id = ticketId('0123456789', key, kind, spec.pruning.rounds)
      const described = { sha256: hashTicket(layers, maskBytes, weights), layers: describeLayers(layers, content) }
      const ticket = { id, study: '0123456789', ...key, kind, round: spec.pruning.rounds, checks: {}, ...described }
      store.tickets.add(ticket, { masks: maskBytes, initial: weights })
      store.tickets.finish(id, { accuracy: 0.7, checks: {}, trained: null, trainedSha256: null })
      tickets++
    }
  }
  store.studies.setStatus('0123456789', 'finished')
  const [study] = store.studies.list()
  if (!study) throw new Error('no study')

  const path = join(folder, 'conv2.tickets')
  const exportStarted = performance.now()
  const { bytes } = await exportBundle(store, [selectStudy(store, study)], path)
  const floats = kept.reduce((sum, count) => sum + 4 * count, 0)
  const masks = layers.reduce((sum, { weights }, index) => sum + maskBits(weights, kept[index] ?? 0) / 8, 0)
  const entropy = tickets * (floats + masks)
  say({
    step: 'export',
    tickets,
    seconds: (performance.now() - exportStarted) / 1000,
    bytes,
    timesEntropy: bytes / entropy,
  })

  const other = openStore(mkdtempSync(join(folder, 'other-')), 'own')
  const importStarted = performance.now()
  const standstill = await watchStandstill(() => importBundle({ home: folder, store: other, datasets: [] }, path))
  say({
    ...{ step: 'import', tickets, seconds: (performance.now() - importStarted) / 1000 },
    longestStandstillMilliseconds: standstill,
    peakMemoryMegabytes: process.resourceUsage().maxRSS / 1024,
  })
  other.close()
  store.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
