import type { StudyEvent } from '../../../shared/protocol.ts'
import type { TicketKind } from '../../../shared/results.ts'
import type { Engine, LoadedDataset, TrainingState } from '../engines/engine.ts'
import { drawInitialWeights } from '../science/initial-weights.ts'
import { applyMasks, drawRandomMasks, fullMasks, plannedDrops, pruneLayers, spreadWeights } from '../science/pruning.ts'
import { drawOrder } from '../science/streams.ts'
import type { Store } from '../store/open.ts'
import { checkAfterTraining, checkBeforeTraining } from './checks.ts'
import type { CheckpointFiles } from './checkpoint-files.ts'
import { ticketId, type StudyPlan } from './plan.ts'
import { trialStream, type TrialKey } from './study-streams.ts'
import { readTicket } from './tickets.ts'
import {
  decodeFloats,
  decodeMasks,
  describeLayers,
  encodeFloats,
  encodeMasks,
  hashTicket,
  ticketContent,
} from './ticket-content.ts'

/** What a trial needs of the study that it belongs to. */
export interface TrialContext {
  study: string
  plan: StudyPlan
  store: Store
  files: CheckpointFiles
  engine: Engine
  datasets: Map<string, LoadedDataset>
  emit(event: StudyEvent): void
  /** Aborting stops at once; at most the running epoch is lost. */
  signal: AbortSignal
  /** Throws when the study is to stop here, at the end of an epoch. */
  atEpochEnd(): void
}

/**
 * Runs one trial from wherever the store says it stands: N rounds of training, pruning and resetting; then verifies the
 * winning ticket and its random twin (methods.md, "Iterative magnitude pruning").
 */
export async function runTrial(context: TrialContext, key: TrialKey): Promise<void> {
  const { plan, store } = context
  const { layers } = plan.network
  const rounds = plan.spec.pruning.rounds
  const stored = (kind: TicketKind, round: number) => store.tickets.byId(ticketId(context.study, key, kind, round))
  const verified = (kind: TicketKind): boolean => typeof stored(kind, rounds)?.accuracy === 'number'
  if (verified('winning') && verified('random')) return
  const initial = drawInitialWeights(layers, trialStream(plan, key, 'initial weights'))

  let reached = rounds
  while (reached > 0 && !stored('winning', reached)) reached--
  const begun = stored('winning', reached)
  let masks = begun ? readTicket(store, plan, begun).masks : fullMasks(layers)
  for (let round = reached + 1; round <= rounds + 1 && !verified('winning'); round++) {
    ensureTicket(context, key, 'winning', round - 1, masks, initial)
    const trained = await train(context, key, 'winning', round, masks, initial)
    const pruned = round <= rounds ? await prune(context, masks, trained.parameters.weights) : null
    const current = masks
    store.inTransaction(() => {
      finishTicket(context, key, 'winning', round - 1, current, initial, trained)
      if (pruned) ensureTicket(context, key, 'winning', round, pruned, initial, current)
    })
    if (!pruned) announceTicket(context, key, 'winning', trained.accuracy)
    if (pruned) {
      const kept = Object.fromEntries(layers.map((layer, index) => [layer.name, plan.kept[round]?.[index] ?? 0]))
      context.emit({ event: 'round', study: context.study, ...key, round, kept })
      masks = pruned
    }
  }

  if (verified('random')) return
  const random = drawRandomMasks(layers, plan.kept[rounds] ?? [], trialStream(plan, key, 'random mask'))
  ensureTicket(context, key, 'random', rounds, random, initial)
  const trained = await train(context, key, 'random', rounds + 1, random, initial)
  store.inTransaction(() => finishTicket(context, key, 'random', rounds, random, initial, trained))
  announceTicket(context, key, 'random', trained.accuracy)
}

/** The masks of the next round. @param trained per layer */
async function prune(
  { plan, engine }: TrialContext,
  masks: Uint8Array[],
  trained: Float32Array[],
): Promise<Uint8Array[]> {
  const drops = plannedDrops(plan.network.layers, masks, plan.rates)
  return pruneLayers(masks, trained, await engine.thresholds(plan.network, trained, masks, drops))
}

function announceTicket({ study, plan, emit }: TrialContext, key: TrialKey, kind: TicketKind, accuracy: number): void {
  emit({ event: 'ticket', study, ticket: ticketId(study, key, kind, plan.spec.pruning.rounds), kind, ...key, accuracy })
}

/** Stores a ticket unless it is there already. */
function ensureTicket(
  { study, plan, store }: TrialContext,
  key: TrialKey,
  kind: TicketKind,
  round: number,
  masks: Uint8Array[],
  initial: Float32Array[],
  before?: Uint8Array[],
): void {
  const id = ticketId(study, key, kind, round)
  if (store.tickets.byId(id)) return
  const { layers } = plan.network
  const content = ticketContent(masks, initial)
  const maskBytes = encodeMasks(masks)
  const initialBytes = encodeFloats(content.surviving)
  const stored = spreadWeights(
    decodeFloats(
      initialBytes,
      content.surviving.map((layer) => layer.length),
    ),
    decodeMasks(layers, maskBytes),
  )
  store.tickets.add(
    {
      id,
      study,
      ...key,
      kind,
      round,
      sha256: hashTicket(layers, maskBytes, initialBytes),
      layers: describeLayers(layers, content),
      checks: checkBeforeTraining({ masks, before, stored, initial, planned: plan.kept[round] ?? [] }),
    },
    { masks: maskBytes, initial: round === plan.spec.pruning.rounds ? initialBytes : null },
  )
}

/** Adds to a ticket what its training gave; the checkpoint has then served its purpose. */
function finishTicket(
  context: TrialContext,
  key: TrialKey,
  kind: TicketKind,
  round: number,
  masks: Uint8Array[],
  initial: Float32Array[],
  trained: TrainingState & { accuracy: number },
): void {
  const { study, plan, store } = context
  const id = ticketId(study, key, kind, round)
  const { layers } = plan.network
  const final = round === plan.spec.pruning.rounds
  const surviving = final ? encodeFloats(ticketContent(masks, trained.parameters.weights).surviving) : null
  store.tickets.finish(id, {
    accuracy: trained.accuracy,
    checks: {
      ...store.tickets.byId(id)?.checks,
      ...checkAfterTraining(masks, initial, trained.parameters.weights),
    },
    trained: surviving,
    trainedSha256: surviving && hashTicket(layers, encodeMasks(masks), surviving),
  })
}

/** Trains θ₀ ⊙ mask for E epochs, from its last checkpoint when it has one. */
async function train(
  context: TrialContext,
  key: TrialKey,
  kind: TicketKind,
  round: number,
  masks: Uint8Array[],
  initial: Float32Array[],
): Promise<TrainingState & { accuracy: number }> {
  const { study, plan, store, files, engine } = context
  const dataset = context.datasets.get(key.dataset)
  if (!dataset) throw new Error(`dataset ${key.dataset} was not loaded`)
  const { epochs, batch, optimiser } = plan.spec.training
  const run = { study, ...key, kind }

  const entry = store.checkpoints.find(run)
  const saved = entry?.round === round ? await files.read(entry, plan.network, masks) : null
  const start = saved ?? {
    parameters: {
      weights: applyMasks(initial, masks),
      biases: plan.network.layers.map((layer) => new Float32Array(layer.units)),
    },
    steps: 0,
  }
  const done = saved ? (entry?.epoch ?? 0) : 0
  let accuracy = store.epochs.accuracy({ ...run, round, epoch: done })
  let state: TrainingState = start
  let previous = entry?.file
  if (done < epochs) {
    state = await engine.train({
      plan: plan.network,
      dataset,
      masks,
      start,
      firstEpoch: done + 1,
      epochs,
      batch,
      optimiser,
      // Both verifications and the twin see the same data in the same order, so that they differ by their masks alone.
      order: (epoch) => drawOrder(dataset.dataset.train.count, trialStream(plan, key, 'data order', round, epoch)),
      signal: context.signal,
      async onEpoch(report) {
        const checkpoint = await files.write(report.state, masks)
        const metrics = { ...key, kind, round, epoch: report.epoch, loss: report.loss, accuracy: report.accuracy }
        try {
          store.inTransaction(() => {
            store.epochs.record(study, metrics)
            store.checkpoints.put({ ...run, round, epoch: report.epoch, ...checkpoint })
          })
        } catch (thrown) {
          await files.remove(checkpoint.file) // nothing names it
          throw thrown
        }
        if (previous !== undefined) await files.remove(previous)
        previous = checkpoint.file
        accuracy = report.accuracy
        const progress = Math.min(1, store.epochs.count(study) / plan.epochs)
        context.emit({ event: 'epoch', study, ...metrics, imagesPerSecond: report.imagesPerSecond, progress })
        context.atEpochEnd()
      },
    })
  }
  if (accuracy === null) throw new Error(`round ${round} ended without an accuracy`)
  return { ...state, accuracy }
}
