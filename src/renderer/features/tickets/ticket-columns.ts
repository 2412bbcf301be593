import type { CataloguedTicket } from '../../../shared/results.ts'
import type { TableValue } from '../../../shared/tables/table.ts'
import { formatCount, formatNumber, formatShare } from '../../ui/format.ts'

export interface TicketColumn {
  id: string
  heading: string
  /** What the heading stands for. */
  title: string
  isNumber: boolean
  /** Pixels. */
  width: number
  /** What sorting, number filters and exports see. */
  value: (ticket: CataloguedTicket) => TableValue
  /** What is shown, and what text filters see. */
  text: (ticket: CataloguedTicket) => string
}

const words = (
  id: string,
  heading: string,
  title: string,
  width: number,
  text: (ticket: CataloguedTicket) => string,
): TicketColumn => ({ id, heading, title, isNumber: false, width, value: text, text })

const number = (
  id: string,
  heading: string,
  title: string,
  width: number,
  value: (ticket: CataloguedTicket) => number | null,
  format: (value: number) => string,
): TicketColumn => ({
  id,
  heading,
  title,
  isNumber: true,
  width,
  value,
  text(ticket) {
    const found = value(ticket)
    return found === null ? '–' : format(found)
  },
})

const failedChecks = ({ checks }: CataloguedTicket): string[] =>
  Object.entries(checks).flatMap(([name, passed]) => (passed ? [] : [name]))

/** Every column there is, in the order in which they are shown. */
export const ticketColumns: readonly TicketColumn[] = [
  words('study', 'study', 'Name of the study', 150, ({ studyName }) => studyName),
  words('dataset', 'dataset', 'Dataset that the ticket was grown on', 100, ({ dataset }) => dataset),
  words('kind', 'kind', 'Winning, or its random twin', 80, ({ kind }) => kind),
  number('trial', 'trial', 'Trial', 60, ({ trial }) => trial, String),
  number('round', 'round', 'Rounds of pruning behind it', 60, ({ round }) => round, String),
  number(
    'accuracy',
    'accuracy',
    'Test accuracy, trained from its initial weights',
    80,
    ({ accuracy }) => accuracy,
    (value) => formatShare(value),
  ),
  number(
    'density',
    'kept',
    'Share of all prunable weights that is kept',
    70,
    ({ density }) => density,
    (value) => formatShare(value),
  ),
  number('positive', '+', 'Positive kept weights', 75, ({ positive }) => positive, formatCount),
  number('negative', '−', 'Negative kept weights', 75, ({ negative }) => negative, formatCount),
  number(
    'ratio',
    '+ / −',
    'Sign ratio: positive over negative kept weights',
    70,
    ({ signRatio }) => signRatio,
    (value) => formatNumber(value, 2),
  ),
  words(
    'checks',
    'checks',
    'What was checked of the ticket',
    90,
    (ticket) => failedChecks(ticket).join(', ') || 'passed',
  ),
  words('tags', 'tags', 'Your tags', 140, ({ tags }) => tags.join(', ')),
  words('note', 'note', 'Your note', 200, ({ note }) => note),
  words('id', 'id', 'Id, as the command line takes it', 130, ({ id }) => id),
]

export const firstColumns: readonly string[] = [
  'study',
  'dataset',
  'kind',
  'trial',
  'round',
  'accuracy',
  'density',
  'ratio',
  'checks',
  'tags',
]
