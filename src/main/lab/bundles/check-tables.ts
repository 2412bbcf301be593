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
  const byId = new Map(studies.map((study) => [study.id, study]))
  const seen = new Set<string>()
  const rows: { study: string; metrics: RoundMetrics }[] = []
  for (const cells of parseCsv(decodeText(bytes, place), metricColumns, place)) {
    const where = `${place}: line ${rows.length + 2}`
    const [id = '', dataset = '', trial, kind, round, epoch, loss, accuracy] = cells
    const study = byId.get(id)
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
      loss: loss === 'Infinity' ? Infinity : numberCell(loss, -Number.MAX_VALUE, Number.MAX_VALUE, where),
      accuracy: numberCell(accuracy, 0, 1, where),
    }
    rows.push({ study: id, metrics })
  }
  return rows
}

/** @param plans one for each study @throws LabError `bundle.invalid`, naming the line */
export function readDistances(
  bytes: Uint8Array,
  { studies }: Manifest,
  plans: readonly StudyPlan[],
  place: string,
): BundleDistance[] {
  const byId = new Map(studies.map((study, index) => [study.id, describeDistances(study, plans[index])]))
  const distances: BundleDistance[] = []
  const seen = new Set<string>()
  let values: number[] = []
  let line = 1
  for (const [id = '', a = '', b = '', metric, layer, value] of parseCsv(
    decodeText(bytes, place),
    distanceColumns,
    place,
  )) {
    const where = `${place}: line ${++line}`
    const study = byId.get(id)
    if (!study?.final.has(a) || !study.final.has(b) || a === b)
      throw bundleError(where, 'is of no two final tickets of a study of the manifest')
    const key = `${id} ${a} ${b} ${metric ?? ''}`
    const isFirst = values.length === 0
    if (isFirst && seen.has(key)) throw bundleError(where, 'comes twice')
    if (layer !== study.layers[values.length] || (!isFirst && !seen.has(key)))
      throw bundleError(where, "breaks off a pair's distances, one line a layer and one overall")
    seen.add(key)
    values.push(numberCell(value, 0, 1, where))
    if (values.length < study.layers.length) continue
    const mean = values.pop() ?? 0
    if (mean !== values.reduce((sum, one) => sum + one, 0) / values.length)
      throw bundleError(where, 'has an overall distance that is not the mean of its layers')
    const known = oneOf<Metric>(metric, ['nnstd', 'nnstd-signed'], where)
    distances.push({ study: id, a, b, metric: known, layers: values, mean })
    values = []
  }
  if (values.length > 0) throw bundleError(place, "ends amid a pair's distances")
  return distances
}

function describeDistances({ spec, tickets }: ManifestStudy, plan: StudyPlan | undefined) {
  const final = tickets.filter(({ round }) => round === spec.pruning.rounds)
  return {
    final: new Set(final.map(({ id }) => id)),
    layers: [...(plan?.network.layers.map(({ name }) => name) ?? []), 'overall'],
  }
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
