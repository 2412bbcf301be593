import { LabError } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { Engine, EngineDataset, LoadedDataset } from '../engine.ts'
import { describeShape, openCohort, type Cohort } from './cohort.ts'
import type { Gpu } from './gpu.ts'
import { openGroup, type Group } from './group.ts'
import { uploadDataset, type DeviceDataset } from './images.ts'
import { createMember } from './member.ts'
import { fillMemory, openMemory, outOfMemory, type Memory } from './memory.ts'
import { findThresholds } from './thresholds.ts'

/** Images at a time, at the most, where a network is only evaluated. */
const evaluationBatch = 64

/** Batches of nearly one size share their kernels. */
const roundBatch = (images: number): number => Math.max(1, Math.ceil(images / 16)) * 16

export interface WebgpuOptions {
  /** The device, as a person would name it. */
  name: string
  /** Runs at the same time, at the most. */
  lanes: number
  /** Called with a sentence about something that a person should know. */
  notice(text: string): void
}

/**
 * Training on a GPU: the runs of one network, dataset, batch and optimiser compute in lockstep, one dispatch for all. The
 * bytes of a run depend on it and on the device alone. Closing gives back what the engine took of the device.
 */
export function createWebgpuEngine(gpu: Gpu, { name, lanes, notice }: WebgpuOptions): Engine {
  const { device } = gpu
  const datasets = new Map<LoadedDataset, { memory: Memory; onDevice: DeviceDataset; cohorts: Map<string, Cohort> }>()
  let failure: LabError | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let training = false

  function check(): void {
    if (failure) throw failure
  }

  const refuse = ({ error }: GPUUncapturedErrorEvent): void => {
    failure ??= new LabError('engine.failed', `the GPU ${name} refused its work: ${error.message}`)
  }
  device.addEventListener('uncapturederror', refuse)
  void device.lost.then(({ message }) => {
    failure ??= new LabError('engine.lost', `the GPU ${name} was reset or taken away${message && `: ${message}`}`)
  })

  /** One piece of work on the device after the other. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = turn.then(async () => {
      check()
      try {
        return await work()
      } catch (thrown) {
        if (thrown instanceof LabError) throw thrown
        // what became of the device is told a little later
        await new Promise((resolve) => setTimeout(resolve, 20))
        check()
        const why = thrown instanceof Error ? thrown.message : String(thrown)
        throw new LabError('engine.failed', `the GPU ${name} failed: ${why}`, { cause: thrown })
      }
    })
    turn = done.catch(() => {})
    return done
  }

  async function fillWithImages(memory: Memory, dataset: EngineDataset): Promise<DeviceDataset> {
    const { made, full } = await fillMemory(device, () => uploadDataset(gpu, memory, dataset))
    if (!full) return made
    throw new LabError(
      'engine.failed',
      `the memory of the GPU ${name} does not hold the images; take fewer images, a smaller network, or the wasm engine`,
    )
  }

  function find(loaded: LoadedDataset) {
    const found = datasets.get(loaded)
    if (!found) throw new LabError('internal', 'the dataset is not loaded in this engine')
    return found
  }

  function* allCohorts(): Generator<Cohort> {
    for (const { cohorts } of datasets.values()) yield* cohorts.values()
  }

  /** Trains one cohort after the other until nobody waits. */
  async function trainAll(): Promise<void> {
    if (training) return
    training = true
    for (let cohort = nextCohort(); cohort; cohort = nextCohort()) {
      while (cohort.busy) await inTurn(() => cohort.trainEpoch()).catch((thrown: unknown) => cohort.fail(thrown))
      cohort.close()
    }
    training = false
  }

  function nextCohort(): Cohort | undefined {
    return [...allCohorts()].find(({ busy }) => busy)
  }

  return {
    id: 'webgpu',
    device: name,
    lanes,

    async load(dataset: EngineDataset) {
      check()
      const memory = openMemory(gpu)
      const onDevice = await fillWithImages(memory, dataset).catch((thrown: unknown) => {
        memory.free()
        throw thrown
      })
      const loaded: LoadedDataset = {
        dataset,
        unload() {
          if (datasets.delete(loaded)) memory.free()
        },
      }
      datasets.set(loaded, { memory, onDevice, cohorts: new Map() })
      return loaded
    },

    async train(run) {
      check()
      const { onDevice, cohorts } = find(run.dataset)
      if (run.firstEpoch > run.epochs) return run.start
      const { member, outcome } = createMember(run)
      const shape = describeShape(run)
      const cohort = cohorts.get(shape) ?? openCohort(gpu, onDevice, run, { lanes, check, notice })
      cohorts.set(shape, cohort)
      cohort.add(member)
      void trainAll()
      return outcome
    },

    async evaluate(plan, parameters, loaded) {
      const { onDevice } = find(loaded)
      const batch = Math.min(evaluationBatch, roundBatch(onDevice.test.count))
      return useGroup(plan, onDevice, batch, async (group) => {
        group.uploadParameters(0, parameters)
        const [tally] = await group.evaluate(1, check)
        const { images = 0, loss = 0, hits = 0 } = tally ?? {}
        return images === 0 ? { loss: 0, accuracy: 0 } : { loss: loss / images, accuracy: hits / images }
      })
    },

    async gradients(plan, parameters, loaded, batch) {
      return useGroup(plan, find(loaded).onDevice, roundBatch(batch.length), async (group) => {
        const { logits, tally, gradients } = await group.gradients(parameters, batch)
        return { logits, loss: tally.loss / tally.images, gradients }
      })
    },

    thresholds: (plan, weights, masks, drops) => inTurn(() => findThresholds(gpu, plan, weights, masks, drops, check)),

    async close() {
      failure ??= new LabError('engine.failed', 'the engine was closed')
      device.removeEventListener('uncapturederror', refuse)
      for (const cohort of allCohorts()) cohort.fail(failure)
      await turn
      for (const { memory } of datasets.values()) memory.free()
      datasets.clear()
    },
  }

  function useGroup<Value>(
    plan: NetworkPlan,
    dataset: DeviceDataset,
    batch: number,
    use: (group: Group) => Promise<Value>,
  ): Promise<Value> {
    return inTurn(async () => {
      const options = { plan, dataset, slots: 1, batch, optimiser: null }
      const { made: group, full } = await fillMemory(device, () => openGroup(gpu, options))
      try {
        if (full) throw outOfMemory()
        return await use(group)
      } finally {
        group.close()
      }
    })
  }
}
