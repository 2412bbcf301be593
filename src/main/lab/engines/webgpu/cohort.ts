import { LabError } from '../../../../shared/errors.ts'
import type { TrainingRun } from '../engine.ts'
import { openGroup, type Group, type Gpu, type Tally } from './group.ts'
import type { DeviceDataset } from './images.ts'
import { TooLarge } from './memory.ts'
import type { Member } from './member.ts'

/** Runs of one network, dataset, batch and optimiser: they train in lockstep, each at its own epoch. */
export interface Cohort {
  /** Whether any run is left to train. */
  readonly busy: boolean
  add(member: Member): void
  /** Trains one epoch of as many runs as there is room for. */
  trainEpoch(): Promise<void>
  /** Ends every run with this error. */
  fail(thrown: unknown): void
  /** Gives the device's memory back. */
  close(): void
}

/** Milliseconds to wait for others that may come with the first. */
const gathering = 5

/** What makes two runs fit into one cohort, but for their dataset. */
export const describeShape = ({ plan, batch, optimiser }: TrainingRun): string =>
  JSON.stringify([plan, batch, optimiser])

/**
 * @param lanes runs at the same time, at the most
 * @param check throws when the device is gone
 * @param notice called with a sentence when fewer runs fit than wanted
 */
export function openCohort(
  gpu: Gpu,
  dataset: DeviceDataset,
  first: Pick<TrainingRun, 'plan' | 'batch' | 'optimiser'>,
  options: { lanes: number; check: () => void; notice: (text: string) => void },
): Cohort {
  const waiting: Member[] = []
  let members: Member[] = []
  let group: Group | null = null
  let room = options.lanes

  /** A group of as many slots as fit, up to the wish. */
  async function openLargest(wish: number): Promise<Group> {
    let slots = wish
    for (;;) {
      try {
        const opened = await openWithin(slots)
        if (opened) {
          if (slots < wish) announce(slots, wish)
          return opened
        }
        if (slots === 1) throw outOfMemory()
        slots = Math.ceil(slots / 2)
      } catch (thrown) {
        if (!(thrown instanceof TooLarge) || slots === 1) throw thrown
        slots = Math.max(1, Math.min(slots - 1, Math.floor((slots * thrown.largest) / thrown.bytes)))
      }
    }
  }

  function announce(slots: number, wish: number): void {
    room = slots
    options.notice(`the GPU's memory holds ${slots} of ${wish} trials at the same time; the others wait for their turn`)
  }

  /** Null when the device's memory does not suffice. */
  async function openWithin(slots: number): Promise<Group | null> {
    gpu.device.pushErrorScope('out-of-memory')
    const opened = await openGroup(gpu, { ...first, dataset, slots }).then(
      (value) => ({ value }),
      (thrown: unknown) => ({ thrown }),
    )
    const shortage = await gpu.device.popErrorScope()
    if ('thrown' in opened) throw opened.thrown
    if (!shortage) return opened.value
    opened.value.close()
    return null
  }

  /** Fills the seats from 0 on; whoever changes seats brings the state along. */
  async function seat(): Promise<Group> {
    const wanted = Math.min(room, members.length + waiting.length)
    if (!group || group.slots < wanted) {
      group?.close()
      group = null
      group = await openLargest(wanted)
      for (const member of members) member.slot = null
    }
    members.push(...waiting.splice(0, group.slots - members.length))
    for (const [slot, member] of members.entries()) {
      if (member.slot !== slot) group.upload(slot, member.state, member.run.masks)
      member.slot = slot
    }
    return group
  }

  /** Whoever is over leaves; the last take the places that become free. */
  function clear(): void {
    members = members.filter((member) => !member.over)
    const sorted = members.toSorted((a, b) => (a.slot ?? Infinity) - (b.slot ?? Infinity))
    const settled = sorted.filter(({ slot }) => slot !== null && slot < members.length)
    const seats = new Map(settled.map((member) => [member.slot, member]))
    const rest = sorted.filter((member) => !settled.includes(member))
    members = Array.from({ length: members.length }, (_, slot) => seats.get(slot) ?? rest.shift()).filter(
      (member) => member !== undefined,
    )
    waiting.splice(0, waiting.length, ...waiting.filter((member) => !member.over))
  }

  function check(): void {
    options.check()
    if (members.every(({ over }) => over)) throw new AllOver()
  }

  async function train(own: Group): Promise<void> {
    const orders = members.map((member) => orderOf(member, dataset.train.count))
    if (members.some(({ over }) => over)) return
    const length = orders[0]?.length ?? 0
    // who has another number of images to see waits for the next epoch
    const others = members.filter((_, slot) => orders[slot]?.length !== length)
    if (others.length > 0) {
      members = members.filter((member) => !others.includes(member))
      for (const member of others) member.slot = null
      waiting.push(...others)
      return
    }
    const started = performance.now()
    const steps = members.map(({ state }) => state.steps)
    const trained = await own.train(orders, steps, check)
    const seconds = (performance.now() - started) / 1000
    const tested = await own.evaluate(members.length, check)
    const perEpoch = Math.ceil(length / first.batch)
    for (const [slot, member] of members.entries()) {
      if (member.over) continue
      member.state = await own.download(slot, member.state.steps + perEpoch)
      options.check()
      const { loss } = meanOf(trained[slot])
      const { accuracy } = meanOf(tested[slot])
      const { epoch, state } = member
      await member.report({ epoch, loss, accuracy, imagesPerSecond: length / seconds, state })
      member.epoch++
      if (member.epoch > member.run.epochs) {
        member.finish()
        members = members.filter((other) => other !== member)
      }
    }
  }

  return {
    get busy() {
      return members.length + waiting.length > 0
    },
    add: (member) => void waiting.push(member),
    async trainEpoch() {
      if (members.length === 0) await new Promise((resolve) => setTimeout(resolve, gathering))
      clear()
      if (members.length + waiting.length === 0) return
      try {
        await train(await seat())
      } catch (thrown) {
        if (!(thrown instanceof AllOver)) throw thrown
      }
    },
    fail(thrown) {
      for (const member of [...members.splice(0), ...waiting.splice(0)]) member.fail(thrown)
    },
    close() {
      group?.close()
      group = null
    },
  }
}

/** Every run of the cohort has ended: nobody needs the rest of the epoch. */
class AllOver extends Error {}

function outOfMemory(): LabError {
  return new LabError(
    'engine.failed',
    "the GPU's memory does not suffice for this network, not even for one trial; take a smaller batch or network, or the wasm engine",
  )
}

/** The run's next order; a run with an impossible one fails. */
function orderOf(member: Member, count: number): Uint32Array {
  const order = member.run.order(member.epoch)
  if (order.some((image) => image >= count)) {
    member.fail(
      new LabError('engine.failed', `epoch ${member.epoch} asks for images beyond the ${count} of the dataset`),
    )
  }
  return order
}

function meanOf(tally: Tally | undefined): { loss: number; accuracy: number } {
  if (!tally || tally.images === 0) return { loss: 0, accuracy: 0 }
  return { loss: tally.loss / tally.images, accuracy: tally.hits / tally.images }
}
