import { LabError } from '../../../../shared/errors.ts'
import type { NetworkPlan } from '../../science/networks.ts'
import type { PartWorker, Task } from './part-work.ts'
import { partitions } from './partitions.ts'

/** All that a thread needs to help one run. */
export interface Crew {
  plan: NetworkPlan
  capacity: number
  memory: WebAssembly.Memory
  /** Int32s, see `Slot`. */
  control: SharedArrayBuffer
}

/** Threads that share one run at most: no more than there are parts. */
export const mostThreads = partitions

/** Places in the control block. The lead writes a task, then `next`, then raises the generation. */
const Slot = { generation: 0, work: 1, stage: 2, count: 3, next: 4, done: 5, failed: 6, helpers: 7, seats: 8 } as const
const works: Task['work'][] = ['maps forward', 'maps back', 'dense forward', 'dense inputs', 'dense weights']
const ended = works.length
/** How often a thread looks before it sleeps: some tens of microseconds, as waking one takes as long. */
const looks = 4000
/** Longest sleep before a helper looks whether it is wanted elsewhere. */
const napMilliseconds = 20

/** No part is to be had before the first task: a helper may come sooner, and what it took would count as the task's. */
export function createControl(): SharedArrayBuffer {
  const block = new SharedArrayBuffer((Slot.seats + mostThreads) * 4)
  Atomics.store(new Int32Array(block), Slot.next, partitions)
  return block
}

/** Waits until a slot differs from `value`, a while at most. */
function awaitChange(control: Int32Array, slot: number, value: number): void {
  for (let look = 0; look < looks; look++) if (Atomics.load(control, slot) !== value) return
  Atomics.wait(control, slot, value, napMilliseconds)
}

/** Does the parts that nobody has taken yet. The task is read after a part was taken, as a late helper needs. */
function takeParts(control: Int32Array, worker: PartWorker, pause: () => void): void {
  for (;;) {
    const partition = Atomics.add(control, Slot.next, 1)
    if (partition >= partitions) return
    const work = works[Atomics.load(control, Slot.work)]
    const [stage, count] = [Atomics.load(control, Slot.stage), Atomics.load(control, Slot.count)]
    if (work) worker.run({ work, stage, count }, partition, pause)
    Atomics.add(control, Slot.done, 1)
    Atomics.notify(control, Slot.done)
  }
}

/** The thread that trains; with no helpers it does all parts itself. */
export interface CrewLead {
  /** A task, all parts. @throws LabError `engine.failed` when a helper fails, and what `pause` throws */
  run(task: Task, worker: PartWorker, pause: () => void): void
  /** Sends the helpers away, and returns when none touches the memory any more. */
  dismiss(): void
}

export function leadCrew(block: SharedArrayBuffer): CrewLead {
  const control = new Int32Array(block)
  const announce = (work: number, stage: number, count: number, next: number): void => {
    Atomics.store(control, Slot.work, work)
    Atomics.store(control, Slot.stage, stage)
    Atomics.store(control, Slot.count, count)
    Atomics.store(control, Slot.done, 0)
    Atomics.store(control, Slot.next, next)
    Atomics.add(control, Slot.generation, 1)
    Atomics.notify(control, Slot.generation)
  }
  return {
    run({ work, stage, count }, worker, pause) {
      announce(works.indexOf(work), stage, count, 0)
      takeParts(control, worker, pause)
      for (;;) {
        if (Atomics.load(control, Slot.failed) !== 0)
          throw new LabError('engine.failed', 'a training worker that helped died; resume the study')
        const done = Atomics.load(control, Slot.done)
        if (done === partitions) return
        awaitChange(control, Slot.done, done)
      }
    },
    dismiss() {
      announce(ended, 0, 0, partitions)
      for (;;) {
        const helpers = Atomics.load(control, Slot.helpers)
        if (helpers === 0 || Atomics.load(control, Slot.failed) !== 0) return
        awaitChange(control, Slot.helpers, helpers)
      }
    },
  }
}

/** Tells the lead that a helper is gone for good. */
export function reportFailure(block: SharedArrayBuffer): void {
  const control = new Int32Array(block)
  Atomics.store(control, Slot.failed, 1)
  Atomics.notify(control, Slot.done)
  Atomics.notify(control, Slot.helpers)
}

/**
 * Helps until the run ends or `leave` (one Int32) is not 0.
 * @param open the work for the thread of a seat, 1 … mostThreads − 1
 */
export function helpCrew(block: SharedArrayBuffer, leave: SharedArrayBuffer, open: (seat: number) => PartWorker): void {
  const control = new Int32Array(block)
  const wanted = new Int32Array(leave)
  let seat = 1
  while (seat < mostThreads && Atomics.compareExchange(control, Slot.seats + seat, 0, 1) !== 0) seat++
  if (seat === mostThreads) return
  Atomics.add(control, Slot.helpers, 1)
  try {
    const worker = open(seat)
    let seen = -1
    while (Atomics.load(wanted, 0) === 0 && Atomics.load(control, Slot.work) !== ended) {
      const generation = Atomics.load(control, Slot.generation)
      if (generation === seen) awaitChange(control, Slot.generation, seen)
      else takeParts(control, worker, () => undefined)
      seen = generation
    }
  } catch (thrown) {
    reportFailure(block)
    throw thrown
  } finally {
    Atomics.store(control, Slot.seats + seat, 0)
    Atomics.sub(control, Slot.helpers, 1)
    Atomics.notify(control, Slot.helpers)
  }
}
