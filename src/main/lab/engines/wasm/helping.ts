import { mostThreads, reportFailure, type Crew } from './crew.ts'
import type { Lane, Lanes } from './lanes.ts'

/** Lets lanes without a run of their own help the runs under way, and calls them off as soon as a run waits for a lane. */
export class Helping {
  readonly #lanes: Lanes
  /** Of each run under way, the helpers' `leave` flags. */
  readonly #crews = new Map<Crew, Set<SharedArrayBuffer>>()

  constructor(lanes: Lanes) {
    this.#lanes = lanes
    lanes.onIdle = () => this.#balance()
    lanes.onWanted = () => this.#callOff()
  }

  add(crew: Crew): void {
    this.#crews.set(crew, new Set())
    this.#balance()
  }

  remove(crew: Crew): void {
    this.#crews.delete(crew)
  }

  /** Each idle lane goes to the run with the fewest helpers. */
  #balance(): void {
    for (;;) {
      const [open] = [...this.#crews]
        .filter(([, helpers]) => helpers.size < mostThreads - 1)
        .toSorted(([, a], [, b]) => a.size - b.size)
      if (!open) return
      const [crew, helpers] = open
      const leave = new SharedArrayBuffer(4)
      if (!this.#lanes.useIdle((lane) => this.#help(lane, crew, leave, helpers))) return
      helpers.add(leave)
    }
  }

  async #help(lane: Lane, crew: Crew, leave: SharedArrayBuffer, helpers: Set<SharedArrayBuffer>): Promise<void> {
    try {
      lane.send({ kind: 'help', crew, leave })
      await lane.receive()
    } catch {
      // The run that was helped says so: it cannot know which part is half done.
      reportFailure(crew.control)
    } finally {
      helpers.delete(leave)
    }
  }

  /** One more helper is to leave, of the best helped run that has one to spare. */
  #callOff(): void {
    const flags = [...this.#crews.values()].toSorted((a, b) => b.size - a.size).flatMap((helpers) => [...helpers])
    const leave = flags.find((flag) => Atomics.load(new Int32Array(flag), 0) === 0)
    if (leave) Atomics.store(new Int32Array(leave), 0, 1)
  }
}
