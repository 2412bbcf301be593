import { LabError } from '../../../shared/errors.ts'

interface Waiting<Member> {
  take(member: Member): void
  refuse(error: LabError): void
}

/** Who of several has lanes free: whoever asks gets the one with the most, or waits in line. */
export class FreeLanes<Member> {
  readonly #lanesOf: (member: Member) => number
  /** Lanes in use of each. */
  readonly #used: Map<Member, number>
  readonly #line: Waiting<Member>[] = []
  #closed = false

  constructor(members: readonly Member[], lanesOf: (member: Member) => number) {
    this.#lanesOf = lanesOf
    this.#used = new Map(members.map((member) => [member, 0]))
  }

  /** @throws LabError `interrupted` when the signal aborts meanwhile, `engine.failed` once it is closed */
  take(signal: AbortSignal): Promise<Member> {
    if (this.#closed) return Promise.reject(closed())
    if (signal.aborted) return Promise.reject(interrupted())
    const best = this.#findFree()
    if (best !== null) return Promise.resolve(this.#use(best))
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#line.splice(this.#line.indexOf(waiting), 1)
        reject(interrupted())
      }
      const waiting: Waiting<Member> = {
        take(member) {
          signal.removeEventListener('abort', onAbort)
          resolve(member)
        },
        refuse(error) {
          signal.removeEventListener('abort', onAbort)
          reject(error)
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#line.push(waiting)
    })
  }

  giveBack(member: Member): void {
    const used = this.#used.get(member)
    if (used !== undefined) this.#used.set(member, used - 1)
    for (let best = this.#findFree(); best !== null && this.#line.length > 0; best = this.#findFree())
      this.#line.shift()?.take(this.#use(best))
  }

  /** Nobody gets it any more. */
  remove(member: Member): void {
    this.#used.delete(member)
  }

  /** Refuses all who wait, and all who come. */
  close(): void {
    this.#closed = true
    for (const waiting of this.#line.splice(0)) waiting.refuse(closed())
  }

  #findFree(): Member | null {
    const free = [...this.#used].map(([member, used]) => ({ member, count: this.#lanesOf(member) - used }))
    const [most] = free.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
    return most?.member ?? null
  }

  #use(member: Member): Member {
    this.#used.set(member, (this.#used.get(member) ?? 0) + 1)
    return member
  }
}

const interrupted = (): LabError => new LabError('interrupted', 'training was stopped')
const closed = (): LabError => new LabError('engine.failed', 'the engine was closed')
