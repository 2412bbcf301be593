import type { Metric, RoundMetrics, TicketKind } from '../../../shared/results.ts'
import type { StudyPlan } from '../study/plan.ts'
import { distanceColumns, metricColumns, type BundleDistance } from './contents.ts'
import { numberCell, parseCsv } from './csv.ts'
import { bundleError } from './failures.ts'
import type { Manifest, ManifestStudy } from './manifest.ts'

/** @throws LabError `bundle.invalid`, naming the line */
export function readMetrics(
  bytes: Uint8Array,
  { studies }: Manifest,
  place: string,
): { study: string; metrics: RoundMetrics }[] {
  const seen = new Set<string>()
  return parseCsv(decodeText(bytes, place), metricColumns, place).map((cells, index) => {
    const where = `${place}: line ${index + 2}`
    const [id = '', dataset = '', trial, kind, round, epoch, loss, accuracy] = cells
    const study = studies.find((candidate) => candidate.id === id)
    if (!study) throw bundleError(where, `is of no study of the manifest`)
    const { spec } = study
    if (!spec.datasets.some(({ name }) => name === dataset)) throw bundleError(where, 'is of no dataset of its study')
    const key = cells.slice(0, 6).join('\n')
    if (seen.has(key)) throw bundleError(where, 'comes twice')
    seen.add(key)
    const metrics: RoundMetrics = {
      dataset,
      trial: whole(trial, 1, spec.trials, where),
      kind: oneOf<TicketKind>(kind, ['winning', 'random'], where),
      round: whole(round, 1, spec.pruning.rounds + 1, where),
      epoch: whole(epoch, 1, spec.training.epochs, where),
      loss: numberCell(loss, -Number.MAX_VALUE, Number.MAX_VALUE, where),
      accuracy: numberCell(accuracy, 0, 1, where),
    }
    return { study: id, metrics }
  })
}

/** @param plans one for each study @throws LabError `bundle.invalid`, naming the line */
export function readDistances(
  bytes: Uint8Array,
  { studies }: Manifest,
  plans: readonly StudyPlan[],
  place: string,
): BundleDistance[] {
  const rows = parseCsv(decodeText(bytes, place), distanceColumns, place)
  const distances: BundleDistance[] = []
  const seen = new Set<string>()
  for (let line = 0; line < rows.length;) {
    const where = `${place}: line ${line + 2}`
    const [id = '', a = '', b = '', metric] = rows[line] ?? []
    const position = studies.findIndex((candidate) => candidate.id === id)
    const study = studies[position]
    const names = plans[position]?.network.layers.map(({ name }) => name) ?? []
    if (!study || !isFinal(study, a) || !isFinal(study, b) || a === b)
      throw bundleError(where, 'is of no two final tickets of a study of the manifest')
    const key = [a, b, metric].join()
    if (seen.has(key)) throw bundleError(where, 'comes twice')
    seen.add(key)
    const block = rows.slice(line, line + names.length + 1)
    const complete =
      block.length === names.length + 1 &&
      block.every((row) => row.slice(0, 4).join() === rows[line]?.slice(0, 4).join())
    if (!complete || block.map((row) => row[4]).join() !== [...names, 'overall'].join())
      throw bundleError(where, "does not begin a pair's distances, one line a layer and one overall")
    const values = block.map((row) => numberCell(row[5], 0, 1, where))
    const mean = values.pop() ?? 0
    if (mean !== values.reduce((sum, value) => sum + value, 0) / values.length)
      throw bundleError(where, 'has an overall distance that is not the mean of its layers')
    distances.push({
      study: id,
      a,
      b,
      metric: oneOf<Metric>(metric, ['nnstd', 'nnstd-signed'], where),
      layers: values,
      mean,
    })
    line += block.length
  }
  return distances
}

function isFinal({ spec, tickets }: ManifestStudy, id: string): boolean {
  return tickets.some((ticket) => ticket.id === id && ticket.round === spec.pruning.rounds)
}

function decodeText(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw bundleError(place, 'is not UTF-8')
  }
}

function whole(cell: string | undefined, least: number, most: number, place: string): number {
  const value = numberCell(cell, least, most, place)
  return Number.isInteger(value) ? value : refuse(place, `"${cell ?? ''}" is no whole number`)
}

function oneOf<Word extends string>(cell: string | undefined, words: readonly Word[], place: string): Word {
  return words.find((word) => word === cell) ?? refuse(place, `"${cell ?? ''}" is none of ${words.join(', ')}`)
}

function refuse(place: string, what: string): never {
  throw bundleError(place, what)
}
