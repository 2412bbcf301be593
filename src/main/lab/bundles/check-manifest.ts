import { plainError } from '../../../shared/errors.ts'
import type { LayerPlan } from '../science/networks.ts'
import { planStudy, ticketId, type StudyPlan } from '../study/plan.ts'
import { bundleError } from './failures.ts'
import type { Manifest, ManifestStudy, ManifestTicket } from './manifest.ts'

/** Weights of the largest network whose initial weights are drawn anew while checking. */
const mostDrawnWeights = 2 ** 24

/**
 * Checks that a manifest agrees with itself: networks that can be, tickets that its studies can have, each once.
 * @returns each study's plan
 * @throws LabError `bundle.invalid`, naming study and ticket
 */
export function checkManifest({ studies }: Manifest, place: string): StudyPlan[] {
  const ids = new Set<string>()
  return studies.map((study) => {
    const where = `${place}: study ${study.id}`
    if (ids.has(study.id)) throw bundleError(where, 'comes twice')
    ids.add(study.id)
    const plan = planOf(study, where)
    const names = study.spec.datasets.map(({ name }) => name)
    if (Object.keys(study.datasets).toSorted().join('\n') !== names.toSorted().join('\n'))
      throw bundleError(where, 'has checksums of other datasets than its spec names')
    const keys = new Set<string>()
    for (const ticket of study.tickets) {
      const at = `${where}: ticket ${ticket.id}`
      if (keys.has(ticket.id)) throw bundleError(at, 'comes twice')
      keys.add(ticket.id)
      checkTicket(ticket, study, plan, at)
    }
    return plan
  })
}

function planOf(study: ManifestStudy, where: string): StudyPlan {
  try {
    return planStudy(study.spec)
  } catch (thrown) {
    throw bundleError(where, `has a spec that cannot be run (${plainError(thrown).message})`, undefined, thrown)
  }
}

function checkTicket(ticket: ManifestTicket, { id, spec }: ManifestStudy, plan: StudyPlan, where: string): void {
  const { dataset, trial, kind, round, initial, accuracy } = ticket
  const { rounds } = spec.pruning
  if (!spec.datasets.some(({ name }) => name === dataset)) throw bundleError(where, `is of no dataset of its study`)
  if (trial > spec.trials) throw bundleError(where, `is of trial ${trial}, its study has ${spec.trials}`)
  if (round > rounds || (kind === 'random' && round !== rounds))
    throw bundleError(where, `is a ${kind} ticket after ${round} rounds, its study has ${rounds}`)
  if (ticket.id !== ticketId(id, { dataset, trial }, kind, round))
    throw bundleError(where, 'has an id that does not follow from its study, dataset, trial, kind and round')
  if (round === rounds && !initial) throw bundleError(where, 'is a final ticket without its initial weights')
  if (round < rounds && (initial || ticket.trainedSha256 !== null))
    throw bundleError(where, 'is of an earlier round; those carry their masks alone')
  if (!initial && plan.network.layers.reduce((sum, { weights }) => sum + weights, 0) > mostDrawnWeights)
    throw bundleError(where, `is of a network of more than ${mostDrawnWeights} weights and carries its mask alone`)
  if (accuracy === null && ticket.trainedSha256 !== null)
    throw bundleError(where, 'has trained weights without an accuracy')
  checkLayers(ticket, plan.network.layers, where)
}

function checkLayers({ layers }: ManifestTicket, planned: readonly LayerPlan[], where: string): void {
  if (layers.length !== planned.length)
    throw bundleError(where, `has ${layers.length} layers, its study's network ${planned.length}`)
  layers.forEach((layer, index) => {
    const plan = planned[index]
    if (!plan || layer.name !== plan.name || layer.shape.join() !== plan.shape.join() || layer.total !== plan.weights)
      throw bundleError(`${where}: layer ${layer.name}`, "is not of the study's network")
    if (layer.kept > layer.total || layer.positive + layer.negative !== layer.kept)
      throw bundleError(`${where}: layer ${layer.name}`, 'has counts of weights that do not add up')
  })
}
