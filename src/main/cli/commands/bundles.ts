import type { Command } from 'commander'
import type { BundleStudy } from '../../../shared/bundles.ts'
import { withLab } from '../lab.ts'
import { example, globals, print } from '../output.ts'
import { renderTable } from '../table.ts'

interface ExportFlags {
  out: string
  dense?: boolean
  weights: 'initial' | 'trained'
  rounds?: boolean
}

export function addBundleCommands(program: Command): void {
  const exporting = program
    .command('export <study-or-ticket...>')
    .description('tickets into a bundle that other machines and Python read')
    .requiredOption('--out <file>', 'the bundle, usually NAME.tickets; with --dense a .safetensors file or a folder')
    .option('--dense', 'plain safetensors with zeros where weights were pruned, for PyTorch, Netron and others')
    .option('--weights <which>', 'with --dense: initial or trained', 'initial')
    .option('--rounds', 'the masks of earlier rounds too')
    .action(async (items: string[], { out, dense, weights, rounds }: ExportFlags, command: Command) => {
      const options = globals(command)
      const input = { items, path: out, dense: dense ?? false, weights, allRounds: rounds ?? false }
      const written = await withLab(options, 'share', (lab) => lab.calls.exportBundle(input))
      print(options, written, () => {
        const size = `${(written.bytes / 1e6).toFixed(1)} MB`
        return `Wrote ${written.tickets} tickets of ${written.studies} studies to ${written.path} (${size})`
      })
    })
  example(
    exporting,
    'ticketscope export sample --out sample.tickets',
    'ticketscope export t0123456789ab --dense --out ticket.safetensors',
  )

  const importing = program
    .command('import <file>')
    .description('the tickets of a bundle, next to your own studies')
    .option('--preview', 'only shows what is in it and what is here already')
    .action(async (path: string, { preview }: { preview?: boolean }, command: Command) => {
      const options = globals(command)
      const { studies, ...answer } = preview
        ? await withLab(options, 'share', (lab) => lab.calls.previewBundle({ path }))
        : await withLab(options, 'own', (lab) => lab.calls.importBundle({ path }))
      print(options, { ...answer, studies }, () => describeStudies(studies, preview ?? false))
    })
  const report = program
    .command('report <study>')
    .description('every figure and table of the paper, from a study, into a folder')
    .requiredOption('--out <folder>', 'the folder; index.html in it shows everything')
    .action(async (study: string, { out }: { out: string }, command: Command) => {
      const options = globals(command)
      const written = await withLab(options, 'share', (lab) => lab.calls.writeReport({ study, folder: out }))
      print(options, written, () => `Wrote ${written.files.length} files; open ${written.path}/index.html`)
    })
  example(report, 'ticketscope report sample --out report')
  example(importing, 'ticketscope import sample.tickets --preview', 'ticketscope import sample.tickets')
}

const states: Record<BundleStudy['state'], string> = {
  new: 'new',
  known: 'here already, bit for bit',
  completes: 'adds to the study imported before',
  conflict: 'differs from the study here; both are kept',
}

function describeStudies(studies: readonly (BundleStudy & { study?: string })[], preview: boolean): string {
  const table = renderTable(
    ['study', 'id', 'tickets', preview ? 'would add' : 'added', 'from', 'state'],
    studies.map((study) => [
      study.name,
      study.study ?? study.here ?? study.id,
      study.tickets,
      study.newTickets,
      [study.device, study.createdAt.slice(0, 10)].filter(Boolean).join(', '),
      states[study.state],
    ]),
  )
  const conflicts = studies.flatMap((study) =>
    study.conflicts.map(
      ({ dataset, trial, kind, round }) =>
        `${study.name}: the ${kind} ticket of ${dataset}, trial ${trial}, round ${round} differs from that of ${study.here ?? ''}`,
    ),
  )
  return [table, ...conflicts].join('\n')
}
