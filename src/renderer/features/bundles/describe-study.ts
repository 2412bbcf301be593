import type { BundleStudy, StudyFormat } from '../../../shared/bundles.ts'
import { inNumber } from '../../../shared/numbers.ts'
import { formatCount, formatDate } from '../../ui/format.ts'

type State = BundleStudy['state']

/** What an import makes of a study, in words. */
export function describeState({
  state,
  here,
  tickets,
  newTickets,
}: Pick<BundleStudy, 'state' | 'here' | 'tickets' | 'newTickets'>): string {
  const sentences: Record<State, string> = {
    new: 'New here.',
    known: `Here already, bit for bit, as study ${here ?? ''}.`,
    completes: `${formatCount(newTickets)} of ${formatCount(tickets)} tickets ${inNumber(newTickets, 'is new; it joins', 'are new; they join')} study ${here ?? ''}, imported before.`,
    conflict: `Study ${here ?? ''} of the same spec and data has other tickets. Both are kept: this one becomes a study of its own.`,
  }
  return sentences[state]
}

const programs: Record<StudyFormat, string> = {
  ticketscope: 'Ticketscope',
  'liu-npz': 'topologies of Liu et al. (npz)',
  open_lth: 'open_lth',
  safetensors: 'safetensors weights',
  npz: 'npz weights',
  pth: 'PyTorch weights',
}

export function describeFormat(format: StudyFormat): string {
  return programs[format]
}

/** Where a study comes from: one fact a line. */
export function listFacts(study: BundleStudy): { name: string; value: string }[] {
  const { software, format, engine, device, seed, spec } = study
  const own = software ? ` ${software.ticketscope} on Node ${software.node}` : ', version not known'
  return [
    { name: 'Tickets', value: describeTickets(study) },
    {
      name: 'Pruning',
      value: `${spec.pruning.rounds} ${inNumber(spec.pruning.rounds, 'round')}, ${spec.trials} ${inNumber(spec.trials, 'trial')} a dataset`,
    },
    { name: 'Made', value: formatDate(study.createdAt) },
    { name: 'Made by', value: `${describeFormat(format)}${format === 'ticketscope' ? own : ''}` },
    { name: 'Engine', value: engine === null ? 'not known' : [engine, device].filter(Boolean).join(', ') },
    { name: 'Seed', value: format === 'ticketscope' ? String(seed) : 'not known' },
  ]
}

function describeTickets({ tickets, newTickets, rounds, spec }: BundleStudy): string {
  const earlier = rounds.filter((round) => round < spec.pruning.rounds)
  const of = earlier.length === 0 ? 'final ones' : `of rounds ${rounds.join(', ')}`
  return `${formatCount(tickets)}, ${of}; ${formatCount(newTickets)} new here`
}

const datasetStates: Record<BundleStudy['datasets'][number]['here'], string> = {
  same: 'here too',
  different: 'here with other content',
  absent: 'not here',
}

/** A dataset of a study: which content, and whether this home has it. */
export function describeDataset({ name, here }: BundleStudy['datasets'][number]): string {
  return `${name}: ${datasetStates[here]}`
}

/** A ticket that differs from the one here. */
export function describeConflict({ kind, dataset, trial, round, id }: BundleStudy['conflicts'][number]): string {
  return `${kind} ticket of ${dataset}, trial ${trial}, after ${round} ${inNumber(round, 'round')} (${id})`
}
