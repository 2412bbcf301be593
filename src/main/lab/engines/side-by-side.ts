import { LabError } from '../../../shared/errors.ts'
import type { Engine, LoadedDataset } from './engine.ts'
import { FreeLanes } from './free-lanes.ts'
import { HeldDatasets } from './held-datasets.ts'
import { isLost, ResumableRun } from './resumable-run.ts'

/** One of the engines. */
interface Member {
  engine: Engine
  datasets: HeldDatasets
}

/**
 * Several engines as one: a run goes to the engine that has the most lanes free, and stays there. An engine that cannot
 * be opened, or that gives its device up as lost, is left out, and its runs go on at the others.
 * @param openers at least one
 * @throws LabError what the first opener threw, where none could open its engine
 */
export async function openSideBySide(
  openers: readonly (() => Promise<Engine>)[],
  options: { notice(message: string): void },
): Promise<Engine> {
  const outcomes = await Promise.allSettled(openers.map((open) => open()))
  const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  const members: Member[] = opened.map((engine) => ({ engine, datasets: new HeldDatasets(engine) }))
  const [first] = opened
  if (!first) throw refusals[0]
  for (const refusal of refusals) {
    const why = refusal instanceof Error ? refusal.message : String(refusal)
    options.notice(`training goes on without one of the devices: ${why}`)
  }
  const { id } = first
  // All that took part, also where one is lost later: this is what a study notes.
  const device = opened.map((engine) => engine.device).join(' + ')
  const free = new FreeLanes(members, ({ engine }) => engine.lanes)

  /** Leaves a member out. @throws what it was lost of, where it was the last */
  function leaveOut(member: Member, loss: LabError): void {
    const place = members.indexOf(member)
    if (place < 0) return
    if (members.length === 1) throw loss
    members.splice(place, 1)
    free.remove(member)
    const others = members.map(({ engine }) => engine.device).join(' + ')
    options.notice(`${member.engine.device} is left out (${loss.message}); training goes on on ${others}`)
  }

  async function onFirst<Value>(work: (member: Member) => Promise<Value>): Promise<Value> {
    for (;;) {
      const [member] = members
      if (!member) throw new LabError('engine.failed', 'the engine was closed')
      try {
        return await work(member)
      } catch (thrown) {
        if (!isLost(thrown)) throw thrown
        leaveOut(member, thrown)
      }
    }
  }

  return {
    id,
    device,
    get lanes() {
      return members.reduce((sum, { engine }) => sum + engine.lanes, 0)
    },
    async load(dataset) {
      const outer: LoadedDataset = {
        dataset,
        unload: () => members.forEach(({ datasets }) => datasets.unload(outer)),
      }
      const loadInto = async (member: Member): Promise<void> => {
        try {
          await member.datasets.find(outer)
        } catch (thrown) {
          if (!isLost(thrown)) throw thrown
          leaveOut(member, thrown)
        }
      }
      try {
        await Promise.all([...members].map(loadInto))
        return outer
      } catch (thrown) {
        outer.unload()
        throw thrown
      }
    },
    async train(run) {
      const resumable = new ResumableRun(run)
      for (;;) {
        const member = await free.take(run.signal)
        try {
          const done = await resumable.settle()
          return done ?? (await member.engine.train(resumable.rest(await member.datasets.find(run.dataset))))
        } catch (thrown) {
          if (!isLost(thrown)) throw thrown
          leaveOut(member, thrown)
        } finally {
          free.giveBack(member)
        }
      }
    },
    evaluate: (plan, parameters, dataset) =>
      onFirst(async ({ engine, datasets }) => engine.evaluate(plan, parameters, await datasets.find(dataset))),
    gradients: (plan, parameters, dataset, batch) =>
      onFirst(async ({ engine, datasets }) => engine.gradients(plan, parameters, await datasets.find(dataset), batch)),
    thresholds: (...input) => onFirst(async ({ engine }) => engine.thresholds(...input)),
    async close() {
      free.close()
      await Promise.all(opened.map((engine) => engine.close()))
    },
  }
}
