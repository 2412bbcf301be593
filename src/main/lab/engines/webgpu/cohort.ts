import { LabError } from '../../../../shared/errors.ts'
import type { TrainingRun } from '../engine.ts'
import type { Gpu } from './gpu.ts'
import { openGroup, type Group, type Tally } from './group.ts'
import type { DeviceDataset } from './images.ts'
import { fillMemory, outOfMemory, TooLarge } from './memory.ts'
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
    const { made, full } = await fillMemory(gpu.device, () => openGroup(gpu, { ...first, dataset, slots }))
    if (!full) return made
    made.close()
    return null
  }

  /** Takes a member's state off the device, before its slot goes to another. */
  async function unseat(own: Group, member: Member): Promise<void> {
    if (member.slot !== null) member.state = await own.download(member.slot, member.steps)
    member.slot = null
  }

  /** As many members as there is room for, on the device. */
  async function seat(): Promise<Group> {
    const wanted = Math.min(room, members.length + waiting.length)
    if (group && group.slots < wanted) {
      for (const member of members) await unseat(group, member)
      group.close()
      group = null
    }
    group ??= await openLargest(wanted)
    members.push(...waiting.splice(0, group.slots - members.length))
    await fillSlots(group)
    return group
  }

  /** Fills the slots from 0 on. */
  async function fillSlots(own: Group): Promise<void> {
    const taken = new Set(members.map(({ slot }) => slot))
    const free = Array.from(members.keys()).filter((slot) => !taken.has(slot))
    for (const member of members) {
      if (member.slot !== null && member.slot < members.length) continue
      await unseat(own, member)
      member.slot = free.shift() ?? 0
    }
    members.sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0))
    for (const member of members) {
      if (member.state) own.upload(member.slot ?? 0, member.state, member.run.masks)
      member.state = null
    }
  }

  /** Sends those back to wait who have another number of images to see than the first. @returns the others' orders */
  async function keepAlike(own: Group, orders: Map<Member, Uint32Array>): Promise<Uint32Array[]> {
    const lengthOf = (member: Member | undefined): number => (member && orders.get(member)?.length) ?? 0
    const length = lengthOf(members[0])
    const others = members.filter((member) => lengthOf(member) !== length)
    if (others.length > 0) {
      for (const member of others) await unseat(own, member)
      waiting.push(...others)
      members = members.filter((member) => !others.includes(member))
      await fillSlots(own)
    }
    return members.flatMap((member) => orders.get(member) ?? [])
  }

  /** Whoever is over leaves. */
  function clear(): void {
    members = members.filter((member) => !member.over)
    waiting.splice(0, waiting.length, ...waiting.filter((member) => !member.over))
  }

  function check(): void {
    options.check()
    if (members.every(({ over }) => over)) throw new AllOver()
  }

  async function train(own: Group): Promise<void> {
    const asked = members.map(async (member) => [member, await orderOf(member, dataset.train.count)] as const)
    const all = new Map(await Promise.all(asked))
    if (members.some(({ over }) => over)) return
    const orders = await keepAlike(own, all)
    const length = orders[0]?.length ?? 0
    const started = performance.now()
    const steps = members.map((member) => member.steps)
    const trained = await own.train(orders, steps, check)
    const seconds = (performance.now() - started) / 1000
    const tested = await own.evaluate(members.length, check)
    for (const [slot, member] of members.entries()) {
      if (member.over) continue
      member.steps += Math.ceil(length / first.batch)
      const state = await own.download(slot, member.steps)
      options.check()
      const { loss } = meanOf(trained[slot])
      const { accuracy } = meanOf(tested[slot])
      await member.report({ epoch: member.epoch, loss, accuracy, imagesPerSecond: length / seconds, state })
      if (member.epoch++ === member.run.epochs) member.finish(state)
    }
    members = members.filter(({ epoch, run }) => epoch <= run.epochs)
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

/** The run's next order; a run that has none, or an impossible one, fails. */
async function orderOf(member: Member, count: number): Promise<Uint32Array> {
  try {
    const order = await member.run.order(member.epoch)
    if (!order.some((image) => image >= count)) return order
    throw new LabError('engine.failed', `epoch ${member.epoch} asks for images beyond the ${count} of the dataset`)
  } catch (thrown) {
    member.fail(thrown)
    return new Uint32Array()
  }
}

function meanOf(tally: Tally | undefined): { loss: number; accuracy: number } {
  if (!tally || tally.images === 0) return { loss: 0, accuracy: 0 }
  return { loss: tally.loss / tally.images, accuracy: tally.hits / tally.images }
}
