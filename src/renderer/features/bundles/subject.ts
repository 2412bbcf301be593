import { fileName } from '../../ui/export/formats.ts'

/** What is to be written. */
export type Subject =
  | {
      kind: 'tickets'
      /** Studies or tickets, by id. */
      items: readonly string[]
      /** Final tickets that this makes. */
      count: number
      /** In words, and the file's name. */
      title: string
      /** Whether it is whole studies, which have earlier rounds too. */
      isStudy: boolean
    }
  | { kind: 'report'; study: string; title: string }

/** How tickets are to be written. */
export interface ExportChoice {
  format: 'bundle' | 'dense'
  /** Which weights dense files hold. */
  weights: 'initial' | 'trained'
  /** With a bundle: the trained weights too; the masks of earlier rounds too. */
  trained: boolean
  allRounds: boolean
}

export const firstChoice: ExportChoice = { format: 'bundle', weights: 'initial', trained: false, allRounds: false }

/** What the system's dialog asks for. */
export interface Target {
  isFolder: boolean
  title: string
  name: string
  filter: { name: string; extensions: string[] }
}

const bundleFilter = { name: 'Ticket bundle', extensions: ['tickets'] }
const denseFilter = { name: 'safetensors', extensions: ['safetensors'] }

/** A report and several dense tickets become a new folder in a chosen one; anything else becomes a file. */
export function chooseTarget(subject: Subject, { format }: Pick<ExportChoice, 'format'>): Target {
  const named = (extension: string): string => fileName(subject.title, extension)
  const folder = (word: string): string => `${named('').slice(0, -1)}-${word}`
  if (subject.kind === 'report')
    return { isFolder: true, title: 'Where to write the report', name: folder('report'), filter: bundleFilter }
  if (format === 'bundle')
    return { isFolder: false, title: 'Export tickets', name: named('tickets'), filter: bundleFilter }
  const isFolder = subject.count !== 1
  const name = isFolder ? folder('dense') : named('safetensors')
  return { isFolder, title: 'Export dense weights', name, filter: denseFilter }
}
