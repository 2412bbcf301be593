import type { Command } from 'commander'
import { LabError } from '../../../shared/errors.ts'
import { withLab } from '../lab.ts'
import { addHowToRun, readHowToRun, type HowToRunFlags } from '../how-to-run.ts'
import { example, globals, print } from '../output.ts'
import { wholeNumber } from '../parse.ts'

interface TrainFlags extends HowToRunFlags {
  architecture: string
  batch: number
  seconds: number
}

export function addBenchCommands(program: Command): void {
  const bench = program.command('bench').description('speed on this machine: training, distances')
  example(bench, 'ticketscope bench train')

  const train = addHowToRun(bench.command('train'))
    .description('images a second that are trained on (masked, random data)')
    .option('--architecture <name>', 'conv-2, conv-4, conv-6, mini-conv-2 or lenet-300-100', 'conv-2')
    .option('--batch <n>', 'images a step', wholeNumber(1), 60)
    .option('--seconds <n>', 'how long to measure', wholeNumber(1), 10)
    .action(async (flags: TrainFlags, command: Command) => {
      const options = globals(command)
      const { architecture, batch, seconds } = flags
      const input = { architecture, batch, seconds, ...readHowToRun(flags) }
      const outcome = await withLab(options, 'share', (lab) => lab.call('benchTraining', input))
      if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
      const speed = outcome.value
      print(
        options,
        speed,
        () => `${speed.architecture}, batch ${speed.batch}: ${speed.imagesPerSecond} images/s on ${speed.device}`,
      )
    })
  example(train, 'ticketscope bench train --workers 2 --json')

  const distance = bench
    .command('distance')
    .description('milliseconds to compare two Conv-2 tickets by both metrics: on a graphics device, or on one core')
    .option('--engine <engine>', 'auto, wasm or webgpu', 'auto')
    .option('--pairs <n>', 'pairs to measure (default: 256 on a graphics device, 9 on a core)', wholeNumber(1))
    .action(async (flags: { engine: string; pairs?: number }, command: Command) => {
      const options = globals(command)
      const outcome = await withLab(options, 'share', (lab) => lab.call('benchDistance', flags))
      if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
      const speed = outcome.value
      print(
        options,
        speed,
        () => `${speed.millisecondsPerPair.toFixed(1)} ms a pair (of ${speed.pairs}) on ${speed.device}`,
      )
    })
  example(distance, 'ticketscope bench distance --json', 'ticketscope bench distance --engine webgpu')
}
