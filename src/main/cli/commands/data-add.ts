import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { LabError } from '../../../shared/errors.ts'
import { describePublished } from '../../../shared/published.ts'
import type { Answer } from '../../../shared/protocol.ts'
import type { DatasetSummary, PublishedDataset } from '../../../shared/results.ts'
import { inNumber } from '../../../shared/numbers.ts'
import type { Lab } from '../../lab/index.ts'
import { watchDataset } from '../dataset-progress.ts'
import { withLab } from '../lab.ts'
import { example, globals, print, writeError, type GlobalOptions } from '../output.ts'
import { describeBytes } from '../table.ts'

interface PartOptions {
  valid?: boolean
  extra?: boolean
}

export const describeDataset = (set: DatasetSummary): string =>
  `${set.train} + ${set.test} images of ${set.height}×${set.width}×${set.channels}, ${set.classes.length} ${inNumber(set.classes.length, 'class', 'classes')}`

/** `data add` and `data fetch`. */
export function addDataAddCommands(data: Command): void {
  const add = data
    .command('add <name> <path>')
    .description(
      'adds a dataset from a file or folder: CIFAR-10 (binary or Python version), SVHN (.mat), CINIC-10 or PNG images by class, IDX (MNIST family), .npz',
    )
    .option('--format <format>', 'auto, idx, cifar10-binary, cifar10-python, svhn, npz or images', 'auto')
    .option('--valid', 'puts CINIC-10’s validation images to the training images')
    .option('--extra', 'puts SVHN’s extra images to the training images')
    .action(async (name: string, path: string, given: PartOptions & { format: string }, command: Command) => {
      const options = globals(command)
      const input = { name, path, format: given.format, include: parts(given) }
      report(options, await withLab(options, 'own', (lab) => watched(lab, name, 'addDataset', input)))
    })
  example(
    add,
    'ticketscope data add cifar10 ~/Downloads/cifar-10-python.tar.gz',
    'ticketscope data add cinic10 CINIC-10.tar.gz --valid',
  )

  const fetch = data
    .command('fetch <dataset>')
    .description('downloads cifar10, svhn or cinic10 from its publisher, checks and adds it; goes on where it stopped')
    .option('--name <name>', 'how it is called here (default: as the dataset)')
    .option('--yes', 'does not ask before a download')
    .option('--valid', 'puts CINIC-10’s validation images to the training images')
    .option('--extra', 'downloads SVHN’s extra images too (1.3 GB) and puts them to the training images')
    .action(async (dataset: string, given: PartOptions & { name?: string; yes?: boolean }, command: Command) => {
      const options = globals(command)
      const include = parts(given)
      const name = given.name ?? dataset
      const set = await withLab(options, 'own', async (lab) => {
        const published = (await lab.calls.listPublished({ include })).find((known) => known.name === dataset)
        if (!published)
          throw new LabError('usage', `no published dataset "${dataset}"; there are cifar10, svhn, cinic10`)
        await confirm(published, given.yes === true)
        return watched(lab, name, 'fetchDataset', { dataset, name, include })
      })
      report(options, set)
    })
  example(fetch, 'ticketscope data fetch cifar10', 'ticketscope data fetch svhn --yes')
}

function parts({ valid, extra }: PartOptions): ('valid' | 'extra')[] {
  return [...(valid === true ? (['valid'] as const) : []), ...(extra === true ? (['extra'] as const) : [])]
}

async function watched(
  lab: Lab,
  name: string,
  request: 'addDataset' | 'fetchDataset',
  input: unknown,
): Promise<Answer<'showDataset'>> {
  const outcome = await watchDataset(lab, name, process.stderr, () => lab.call(request, input))
  if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
  return lab.calls.showDataset({ dataset: name })
}

function report(options: GlobalOptions, set: DatasetSummary): void {
  print(options, set, () => {
    const added = `Added ${set.name}: ${describeDataset(set)}, checksum ${set.sha256.slice(0, 12)}`
    const published = describePublished(set.published)
    return published === '' ? added : `${added}\n${published}`
  })
}

/** Asks on a terminal; elsewhere nobody can answer, so it must have been said before. */
async function confirm({ title, licence, files }: PublishedDataset, yes: boolean): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const [first] = files
  const host = first ? new URL(first.url).host : ''
  if (yes) return
  if (!process.stdin.isTTY)
    throw new LabError('usage', `${title}: ${describeBytes(bytes)} to download; agree with --yes`)
  writeError(`${title}: ${describeBytes(bytes)} from ${host}; licence: ${licence}`)
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await prompt.question('Download it? [y/N] ')
  prompt.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new LabError('interrupted', 'nothing was downloaded')
}
