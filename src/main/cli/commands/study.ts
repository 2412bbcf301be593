import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { LabError } from '../../../shared/errors.ts'
import type { StudyDetail, StudySummary } from '../../../shared/results.ts'
import { inNumber } from '../../../shared/numbers.ts'
import { withLab } from '../lab.ts'
import type { Lab, LabOptions } from '../../lab/index.ts'
import { example, globals, print, writeError, writeLine, type GlobalOptions } from '../output.ts'
import { addHowToRun, readHowToRun, type HowToRunFlags } from '../how-to-run.ts'
import { describeBytes, fixed, renderTable } from '../table.ts'
import { describeDuration } from '../progress.ts'
import { listenForInterrupt, runToEnd, type Interrupt } from '../run-study.ts'
import { draftSpec, readSpec } from '../spec.ts'

export function addStudyCommands(program: Command): void {
  const study = program.command('study').description('studies: make, run, watch, interrupt, resume, inspect')
  example(study, 'ticketscope study run sample')

  const create = study
    .command('new')
    .description('writes a study spec, to be edited and run')
    .option('--preset <name>', 'sample or paper', 'sample')
    .option('--set <key=value...>', 'changes a field, such as --set trials=3 --set training.epochs=5')
    .option('--out <file>', 'where to write it (default: stdout)')
    .action(({ preset, set, out }: { preset: string; set?: string[]; out?: string }) => {
      const text = JSON.stringify(draftSpec(preset, set ?? []), null, 2)
      if (out === undefined) writeLine(text)
      else {
        writeFileSync(out, `${text}\n`, { flag: 'wx' })
        writeError(`Wrote ${out}; run it with: ticketscope study run ${out}`)
      }
    })
  example(create, 'ticketscope study new --preset sample --set trials=3 --set name=short --out short.json')

  const run = addHowToRun(study.command('run <spec|preset>'))
    .description('runs a study from a spec file or a preset; Ctrl-C stops it, resumable')
    .option('--set <key=value...>', 'changes a field of the spec')
    .option('--estimate', 'only says what it would cost on this machine')
    .action(async (source: string, flags: HowToRunFlags & { set?: string[]; estimate?: boolean }, command: Command) => {
      const options = globals(command)
      const spec = readSpec(source, flags.set ?? [])
      await interruptible(options, flags.estimate ? 'share' : 'own', async (lab, interrupt) => {
        const input = { spec, ...readHowToRun(flags) }
        const cost = await Promise.race([lab.call('estimateStudy', input), interrupt.asked])
        if (!cost.ok) throw new LabError(cost.error.code, cost.error.message)
        const estimate = cost.value
        writeError(
          `${spec.name}: ${estimate.images.toLocaleString('en')} images to train on, about ${describeDuration(estimate.seconds)} at ` +
            `${Math.round(estimate.imagesPerSecond)} images/s (${estimate.device}); about ${describeBytes(estimate.diskBytes)} ` +
            `of disk and ${describeBytes(estimate.memoryBytes)} of memory`,
        )
        if (flags.estimate) {
          if (options.json) writeLine(JSON.stringify(estimate))
          return
        }
        await runToEnd(lab, options, interrupt, () => lab.call('runStudy', input))
      })
    })
  example(run, 'ticketscope study run sample', 'ticketscope study run my-study.json --device all --json')

  const resume = addHowToRun(study.command('resume <id>'))
    .description('goes on with a study that was paused, interrupted or cancelled, or has failed')
    .action(async (id: string, flags: HowToRunFlags, command: Command) => {
      const options = globals(command)
      const input = { study: id, ...readHowToRun(flags) }
      await interruptible(options, 'own', (lab, interrupt) =>
        runToEnd(lab, options, interrupt, () => lab.call('resumeStudy', input)),
      )
    })
  example(resume, 'ticketscope study resume sample')

  const list = study
    .command('list')
    .description('all studies')
    .action(async (_options: unknown, command: Command) => {
      const options = globals(command)
      const studies = await withLab(options, 'share', (lab) => lab.calls.listStudies({}))
      print(options, studies, () =>
        studies.length === 0 ? 'No studies yet; start with: ticketscope study run sample' : listing(studies),
      )
    })
  example(list, 'ticketscope study list --json')

  const show = study
    .command('show <id>')
    .description('one study: state, and accuracy over rounds')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = globals(command)
      const detail = await withLab(options, 'share', (lab) => lab.calls.showStudy({ study: id }))
      print(options, detail, () => describeStudy(detail))
    })
  example(show, 'ticketscope study show sample')

  for (const [verb, call, does] of [
    ['pause', 'pauseStudy', 'stops a running study at the end of its epoch'],
    ['cancel', 'cancelStudy', 'stops a study at once; what was found stays'],
  ] as const) {
    const command = study
      .command(`${verb} <id>`)
      .description(does)
      .action(async (id: string, _options: unknown, self: Command) => {
        const options = globals(self)
        const summary = await withLab(options, 'share', (lab) => lab.calls[call]({ study: id }))
        print(options, summary, () => `${summary.name} (${summary.id}): asked to ${verb}`)
      })
    example(command, `ticketscope study ${verb} sample`)
  }

  const remove = study
    .command('delete <id>')
    .description('deletes a study with its tickets; datasets stay')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = globals(command)
      await withLab(options, 'own', (lab) => lab.calls.deleteStudy({ study: id }))
      if (options.json) print(options, { deleted: id }, () => '')
      else writeError(`Deleted ${id}`)
    })
  example(remove, 'ticketscope study delete sample')
}

/** Opens the lab for work that an interrupt may stop; the lab is closed before the command ends. */
async function interruptible(
  options: GlobalOptions,
  access: LabOptions['access'],
  use: (lab: Lab, interrupt: Interrupt) => Promise<void>,
): Promise<void> {
  const interrupt = listenForInterrupt()
  try {
    await withLab(options, access, (lab) => use(lab, interrupt))
  } finally {
    interrupt.stopListening()
  }
}

function listing(studies: StudySummary[]): string {
  return renderTable(
    ['id', 'name', 'status', 'done', 'tickets', 'created'],
    studies.map(({ id, name, status, progress, tickets, createdAt }) => [
      id,
      name,
      status,
      `${(progress * 100).toFixed(1)} %`,
      tickets,
      createdAt.slice(0, 16).replace('T', ' '),
    ]),
  )
}

function describeStudy(detail: StudyDetail): string {
  const { spec, metrics, density } = detail
  const last = metrics.filter(({ epoch }) => epoch === spec.training.epochs)
  const rows = spec.datasets.flatMap(({ name }) =>
    (['winning', 'random'] as const).flatMap((kind) =>
      Array.from({ length: spec.pruning.rounds + 1 }, (_, index) => index + 1).flatMap((round) => {
        const values = last
          .filter((run) => run.dataset === name && run.kind === kind && run.round === round)
          .map(({ accuracy }) => accuracy)
        if (values.length === 0) return []
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length
        return [[name, kind, round, `${((density[round - 1] ?? 0) * 100).toFixed(1)} %`, values.length, fixed(mean, 4)]]
      }),
    ),
  )
  return [
    `${detail.name} (${detail.id}): ${detail.status}, ${(detail.progress * 100).toFixed(1)} % done, ${detail.tickets} ${inNumber(detail.tickets, 'ticket')}` +
      (detail.device ? `, on ${detail.device}` : ''),
    ...(detail.error ? [`error: ${detail.error}`] : []),
    ...detail.notices.map(({ at, message }) => `${at.slice(0, 16).replace('T', ' ')}  ${message}`),
    '',
    renderTable(['dataset', 'kind', 'run', 'weights kept', 'trials', 'mean test accuracy'], rows),
  ].join('\n')
}
