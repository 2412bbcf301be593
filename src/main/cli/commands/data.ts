import type { Command } from 'commander'
import { LabError } from '../../../shared/errors.ts'
import { describePublished } from '../../../shared/published.ts'
import { withLab } from '../lab.ts'
import { example, globals, print, writeError } from '../output.ts'
import { describeBytes, renderTable } from '../table.ts'
import { addDataAddCommands, describeDataset } from './data-add.ts'

export function addDataCommands(program: Command): void {
  const data = program.command('data').description('datasets: list, add, fetch, show, verify, remove')
  example(data, 'ticketscope data list')

  const list = data
    .command('list')
    .description('datasets that studies can use')
    .action(async (_options: unknown, command: Command) => {
      const options = globals(command)
      const sets = await withLab(options, 'share', (lab) => lab.calls.listDatasets({}))
      print(options, sets, () =>
        renderTable(
          ['name', 'images', 'test', 'size', 'classes', 'checksum', 'from'],
          sets.map((set) => [
            set.name,
            set.train,
            set.test,
            `${set.height}×${set.width}×${set.channels}`,
            set.classes.length,
            set.sha256.slice(0, 12),
            set.source,
          ]),
        ),
      )
    })
  example(list, 'ticketscope data list --json')

  addDataAddCommands(data)

  const show = data
    .command('show <name>')
    .description('one dataset: sizes, images per class, checksum')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = globals(command)
      const set = await withLab(options, 'share', (lab) => lab.calls.showDataset({ dataset: name }))
      print(options, set, () =>
        [
          `${set.name}: ${describeDataset(set)}, ${describeBytes(set.bytes)}`,
          `from ${set.source}`,
          ...[describePublished(set.published)].filter((line) => line !== ''),
          `checksum ${set.sha256}`,
          '',
          renderTable(
            ['class', 'training images', 'test images'],
            set.classes.map((name_, index) => [name_, set.trainPerClass[index] ?? 0, set.testPerClass[index] ?? 0]),
          ),
        ].join('\n'),
      )
    })
  example(show, 'ticketscope data show fashion')

  const verify = data
    .command('verify [name]')
    .description('compares the stored bytes of every dataset, or one, with their checksums')
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const options = globals(command)
      const results = await withLab(options, 'share', (lab) =>
        lab.calls.verifyDatasets(name === undefined ? {} : { dataset: name }),
      )
      print(options, results, () =>
        results
          .map(({ name: set, problem }) => (problem === null ? `${set}: intact` : `${set}: ${problem}`))
          .join('\n'),
      )
      const damaged = results.filter(({ intact }) => !intact)
      if (damaged.length > 0)
        throw new LabError(
          'data.damaged',
          `${damaged.map((set) => set.name).join(', ')}: damaged; remove and add again`,
        )
    })
  example(verify, 'ticketscope data verify')

  const remove = data
    .command('remove <name>')
    .description('removes a dataset that no study uses')
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = globals(command)
      await withLab(options, 'own', (lab) => lab.calls.removeDataset({ dataset: name }))
      if (options.json) print(options, { removed: name }, () => '')
      else writeError(`Removed ${name}`)
    })
  example(remove, 'ticketscope data remove mnist')
}
