import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { BundleStudy, NetworkImport, VerifiedStudy } from '../../../shared/bundles.ts'
import { LabError } from '../../../shared/errors.ts'
import { inNumber } from '../../../shared/numbers.ts'
import { withLab } from '../lab.ts'
import { example, globals, print } from '../output.ts'
import { renderTable } from '../table.ts'

interface ExportFlags {
  out: string
  dense?: boolean
  weights: 'initial' | 'trained'
  rounds?: boolean
  trained?: boolean
}

interface ImportFlags {
  preview?: boolean
  name?: string
}

export function addBundleCommands(program: Command): void {
  addBundleGroup(program)
  const exporting = program
    .command('export <study-or-ticket...>')
    .description('tickets into a bundle that other machines and Python read')
    .requiredOption('--out <file>', 'the bundle, usually NAME.tickets; with --dense a .safetensors file or a folder')
    .option('--dense', 'plain safetensors with zeros where weights were pruned, for PyTorch, Netron and others')
    .option('--weights <which>', 'with --dense: initial or trained', 'initial')
    .option('--rounds', 'the masks of earlier rounds too')
    .option('--trained', 'the weights after training too')
    .action(async (items: string[], { out, dense, weights, rounds, trained }: ExportFlags, command: Command) => {
      const options = globals(command)
      const chosen = { dense: dense ?? false, allRounds: rounds ?? false, trained: trained ?? false }
      const input = { items, path: out, weights, ...chosen }
      const written = await withLab(options, 'share', (lab) => lab.calls.exportBundle(input))
      print(options, written, () => {
        const size = `${(written.bytes / 1e6).toFixed(1)} MB`
        return `Wrote ${written.tickets} ${inNumber(written.tickets, 'ticket')} of ${written.studies} ${inNumber(written.studies, 'study', 'studies')} to ${written.path} (${size})`
      })
    })
  example(
    exporting,
    'ticketscope export sample --out sample.tickets',
    'ticketscope export t0123456789ab --dense --out ticket.safetensors',
  )

  const importing = program
    .command('import <file...>')
    .description("a bundle's tickets next to your own studies; or networks of other programs as one study")
    .option('--preview', 'only shows what is in a bundle and what of it is here already')
    .option('--name <name>', "the study's name, for networks of other programs (default: the first file's)")
    .action(async (paths: string[], { preview, name }: ImportFlags, command: Command) => {
      const options = globals(command)
      const [path = ''] = paths
      if (!/\.tickets$/i.test(path)) {
        const input = { paths, ...(name !== undefined && { name }) }
        const added = await withLab(options, 'own', (lab) => lab.calls.importNetworks(input))
        print(options, added, () => describeNetworks(added))
        return
      }
      if (paths.length > 1) throw new LabError('usage', 'import bundles one at a time')
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
      print(
        options,
        written,
        () =>
          `Wrote ${written.files.length} ${inNumber(written.files.length, 'file')}; open ${written.path}/index.html`,
      )
    })
  example(report, 'ticketscope report sample --out report')
  example(
    importing,
    'ticketscope import sample.tickets --preview',
    'ticketscope import sample.tickets',
    'ticketscope import first.safetensors second.safetensors --name theirs',
  )
}

function addBundleGroup(program: Command): void {
  const bundle = program.command('bundle').description('checks bundles')
  example(bundle, 'ticketscope bundle verify sample.tickets')
  const verify = bundle
    .command('verify <file>')
    .description('checks every byte, and whether a study of yours with the same spec gave the same tickets')
    .option('--study <study>', 'compares with this study (default: your own ones with the same spec)')
    .action(async (path: string, { study }: { study?: string }, command: Command) => {
      const options = globals(command)
      const input = { path, ...(study !== undefined && { study }) }
      const verified = await withLab(options, 'share', (lab) => lab.calls.verifyBundle(input))
      print(options, verified, () => verified.studies.map(describeVerified).join('\n'))
    })
  example(verify, 'ticketscope bundle verify sample.tickets', 'ticketscope bundle verify sample.tickets --study mine')
  const spec = bundle
    .command('spec <file>')
    .description('the spec of a study in a bundle; `study run` makes it again')
    .requiredOption('--out <file>', 'where to write it')
    .option('--study <name>', 'which study, by id or name (default: the only one)')
    .action(async (path: string, { out, study }: { out: string; study?: string }, command: Command) => {
      const options = globals(command)
      const { studies } = await withLab(options, 'share', (lab) => lab.calls.previewBundle({ path }))
      const fitting = studies.filter(({ id, name }) => study === undefined || id === study || name === study)
      const [found] = fitting
      if (!found || fitting.length > 1)
        throw new LabError(
          'usage',
          `${path} holds ${studies.map(({ id, name }) => `${id} (${name})`).join(', ')}; name one of them with --study`,
        )
      writeFileSync(out, `${JSON.stringify(found.spec, null, 2)}\n`)
      print(options, { path: out, study: found.id }, () => `Wrote ${out}; run it with: ticketscope study run ${out}`)
    })
  example(spec, 'ticketscope bundle spec sample.tickets --out spec.json')
}

function describeVerified({ name, id, tickets, fromSeed, keptAsPlanned, comparisons }: VerifiedStudy): string {
  const head = `${name} (${id}): ${tickets} ${inNumber(tickets, 'ticket')}, every checksum right; ${fromSeed} ${inNumber(fromSeed, 'starts from the weights of its', 'start from the weights of their')} seed, ${keptAsPlanned} ${inNumber(keptAsPlanned, 'keeps', 'keep')} as many weights as planned`
  const compared = comparisons.map(({ study, tickets: states, differences }) => {
    const count = (wanted: string) => states.filter(({ state }) => state === wanted).length
    const verdict =
      count('same') === states.length
        ? 'the same tickets, bit for bit'
        : `${count('same')} ${inNumber(count('same'), 'ticket')} the same, ${count('different')} different, ${count('absent')} not there`
    return `  compared with study ${study}: ${verdict}${differences.map((line) => `\n    ${line}`).join('')}`
  })
  const none = '  no study of yours has this spec; write it with `bundle spec`, run it, and verify again'
  return [head, ...(compared.length > 0 ? compared : [none])].join('\n')
}

const states: Record<BundleStudy['state'], string> = {
  new: 'new',
  known: 'here already, bit for bit',
  completes: 'adds to the study imported before',
  conflict: 'differs from the study here; both are kept',
}

function describeNetworks({ study, name, format, tickets, state }: NetworkImport): string {
  const what = `${tickets} ${inNumber(tickets, 'network')} (${format})`
  return state === 'known'
    ? `${what} ${inNumber(tickets, 'is', 'are')} here already, as study ${name} (${study})`
    : `Imported ${what} as study ${name} (${study})`
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
