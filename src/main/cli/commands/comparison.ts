import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { LabError } from '../../../shared/errors.ts'
import type { ConditionRow, DistanceReport, PatternReport } from '../../../shared/results.ts'
import { withLab } from '../lab.ts'
import { example, globals, print, writeError } from '../output.ts'
import { pairCount, wholeNumber } from '../parse.ts'
import { fixed, probability, renderTable } from '../table.ts'

interface DistanceFlags {
  metric: string
  pairs?: 'all' | number
  alignment?: string
  signs?: string
  csv?: string
}

export function addComparisonCommands(program: Command): void {
  const tickets = program
    .command('tickets <study>')
    .description('the tickets of a study')
    .option('--kind <kind>', 'winning or random')
    .option('--round <n>', 'after so many rounds of pruning (default: the final ones; 0 is dense)', wholeNumber(0))
    .action(async (study: string, flags: { kind?: string; round?: number }, command: Command) => {
      const options = globals(command)
      const outcome = await withLab(options, 'share', (lab) => lab.call('listTickets', { study, ...flags }))
      if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
      print(options, outcome.value, () =>
        renderTable(
          ['id', 'kind', 'dataset', 'trial', 'round', 'accuracy', 'kept', 'positive : negative', 'checks'],
          outcome.value.map((ticket) => {
            const sum = (key: 'kept' | 'total' | 'positive' | 'negative') =>
              ticket.layers.reduce((total, layer) => total + layer[key], 0)
            const failed = Object.entries(ticket.checks).flatMap(([name, passed]) => (passed ? [] : [name]))
            return [
              ticket.id,
              ticket.kind,
              ticket.dataset,
              ticket.trial,
              ticket.round,
              fixed(ticket.accuracy, 4),
              `${((100 * sum('kept')) / sum('total')).toFixed(1)} %`,
              fixed(sum('negative') === 0 ? null : sum('positive') / sum('negative'), 3),
              failed.length === 0 ? 'passed' : `FAILED: ${failed.join(', ')}`,
            ]
          }),
        ),
      )
    })
  example(tickets, 'ticketscope tickets sample --kind winning')

  const distances = program
    .command('distances <study>')
    .description('distances by condition, and their statistics against the random control')
    .option('--metric <metric>', 'nnstd, nnstd-signed or both', 'both')
    .option('--pairs <all|n>', "pairs of each condition (default: the study's own choice)", pairCount)
    .option('--alignment <how>', 'propagate or none')
    .option('--signs <which>', 'initial or trained')
    .option('--csv <file>', 'also writes every distance as CSV')
    .action(async (study: string, { csv, ...flags }: DistanceFlags, command: Command) => {
      const options = globals(command)
      const report = await withLab(options, 'share', async (lab) => {
        const outcome = await lab.call('measureDistances', { study, ...flags })
        if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
        return outcome.value
      })
      if (csv !== undefined) {
        writeFileSync(csv, renderCsv(report))
        writeError(`Wrote ${csv}`)
      }
      print(options, { pairs: report.pairs, table: report.table }, () => describeTable(report))
    })
  example(
    distances,
    'ticketscope distances sample',
    'ticketscope distances sample --metric nnstd-signed --csv distances.csv',
  )

  const distance = program
    .command('distance <a> <b>')
    .description(
      'NNSTD and NNSTD± of two networks: ids of tickets, .json, .safetensors, .npz or .pth files, folders of weight_lK.npz, or open_lth runs',
    )
    .option('--alignment <how>', 'propagate or none', 'propagate')
    .option('--signs <which>', 'initial or trained', 'initial')
    .action(async (a: string, b: string, flags: { alignment: string; signs: string }, command: Command) => {
      const options = globals(command)
      const outcome = await withLab(options, 'share', (lab) => lab.call('compareNetworks', { a, b, ...flags }))
      if (!outcome.ok) throw new LabError(outcome.error.code, outcome.error.message)
      const { nnstd, 'nnstd-signed': signed } = outcome.value
      print(options, outcome.value, () =>
        renderTable(
          ['layer', 'NNSTD', 'NNSTD±'],
          [
            ...nnstd.layers.map((value, index) => [index + 1, fixed(value, 6), fixed(signed.layers[index] ?? null, 6)]),
            ['mean', fixed(nnstd.mean, 6), fixed(signed.mean, 6)],
          ],
        ),
      )
    })
  example(distance, 'ticketscope distance first.json second.json --alignment none')

  const patterns = program
    .command('patterns <study>')
    .description('signed patterns of a convolution: sign ratio, neighbours, most frequent kernels')
    .option('--layer <name>', 'which convolution', 'conv1')
    .action(async (study: string, { layer }: { layer: string }, command: Command) => {
      const options = globals(command)
      const report = await withLab(options, 'share', (lab) => lab.calls.findPatterns({ study, layer }))
      print(options, report, () => describePatterns(report))
    })
  example(patterns, 'ticketscope patterns sample --layer conv2')
}

const metricNames = { nnstd: 'NNSTD', 'nnstd-signed': 'NNSTD±' } as const

function describeTable({ table, alpha }: DistanceReport): string {
  const metrics = [...new Set(table.map(({ metric }) => metric))]
  const row = (line: ConditionRow) => [
    line.condition,
    line.n,
    fixed(line.mean, 4),
    fixed(line.sd, 4),
    fixed(line.meanDifference, 4),
    fixed(line.t, 2),
    fixed(line.df, 1),
    probability(line.p),
    probability(line.pHolm),
    probability(line.pPermutation),
    fixed(line.cohensD, 2),
    line.effect,
  ]
  const headings = [
    'condition',
    'n',
    'mean',
    'SD',
    'difference',
    't',
    'df',
    'p',
    'p Holm',
    'p permutation',
    'd',
    'effect',
  ]
  const tables = metrics.map((metric) => {
    const rows = table.filter((line) => line.metric === metric && line.layer === 'overall')
    return `${metricNames[metric]}, mean of all layers, against random\n${renderTable(headings, rows.map(row))}`
  })
  const note =
    `Pairs share tickets, so Welch's p is too small; "p permutation" shuffles the labels of tickets instead. α = ${alpha}. ` +
    'Each layer: --json.'
  return [...tables, note].join('\n\n')
}

/** One line for each pair and metric; layers in columns. */
function renderCsv({ pairs }: DistanceReport): string {
  const layers = Object.keys(pairs[0]?.layers ?? {})
  const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = pairs.map((pair) =>
    [
      pair.a,
      pair.b,
      quote(pair.condition),
      pair.metric,
      ...layers.map((name) => pair.layers[name] ?? ''),
      pair.mean,
    ].join(','),
  )
  return [['a', 'b', 'condition', 'metric', ...layers, 'mean'].join(','), ...lines, ''].join('\n')
}

function describePatterns({ layer, groups }: PatternReport): string {
  const entries = Object.entries(groups)
  const summary = renderTable(
    ['group', 'kernels', 'sign ratio', 'kept per filter', 'SD', 'SD per position', 'neighbours +', 'neighbours −'],
    entries.map(([name, group]) => [
      name,
      group.kernels,
      fixed(group.signRatio, 2),
      fixed(group.weightsPerFilter.mean, 2),
      fixed(group.weightsPerFilter.sd, 2),
      fixed(group.weightsPerPosition.sd, 2),
      group.neighbours.positive.percent === null ? null : `${fixed(group.neighbours.positive.percent, 1)} %`,
      group.neighbours.negative.percent === null ? null : `${fixed(group.neighbours.negative.percent, 1)} %`,
    ]),
  )
  const kernels = entries.map(([name, group]) => {
    const lines = ['3', '4'].flatMap((kept) => {
      const first = (group.frequentPatterns[kept] ?? []).slice(0, 9)
      if (first.length === 0) return []
      const drawn = [0, 3, 6].map((start) =>
        first.map(({ pattern }) => pattern.slice(start, start + 3).padEnd(5)).join(''),
      )
      return [
        `  ${kept} kept weights`,
        `    ${first.map(({ count }) => `${count}×`.padEnd(5)).join('')}`,
        ...drawn.map((line) => `    ${line}`),
      ]
    })
    return [`${name}, most frequent kernels`, ...lines].join('\n')
  })
  return [`Layer ${layer}`, summary, ...kernels].join('\n\n')
}
