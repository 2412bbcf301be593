import type { Action } from '../../actions/action.ts'
import { useAssociation } from '../../stores/association.ts'
import { useImport } from '../../stores/import.ts'
import { useNotices } from '../../stores/notices.ts'
import { useRoute } from '../../stores/route.ts'
import { askShell } from '../../stores/shell.ts'
import { useStudies } from '../../stores/studies.ts'
import { useSelectedTickets } from '../../stores/selected-tickets.ts'
import { useSelection } from '../../stores/selection.ts'
import { useWriting } from '../../stores/writing.ts'

/** Tickets in and out of the home, and the report. */
export function buildBundleActions(): Action[] {
  return [...buildOpenActions(), ...buildWriteActions(), ...buildAssociationActions()]
}

function buildOpenActions(): Action[] {
  const imports = useImport()
  const notices = useNotices()
  const filter = { name: 'Tickets', extensions: ['tickets', 'safetensors', 'npz', 'pth'] }

  async function openFiles(): Promise<void> {
    const outcome = await askShell('chooseFiles', { title: 'Open tickets', filter })
    if (!outcome.ok) notices.say(outcome.error.message, true)
    else if (outcome.value) await imports.open(outcome.value.paths)
  }
  async function openFolder(): Promise<void> {
    const outcome = await askShell('choosePath', { title: 'Open a folder of tickets', kind: 'folder' })
    if (!outcome.ok) notices.say(outcome.error.message, true)
    else if (outcome.value) await imports.open([outcome.value.path])
  }

  return [
    { id: 'tickets.open', title: 'Open tickets…', menu: 'File', shortcut: '$mod+KeyO', run: openFiles },
    {
      id: 'tickets.openFolder',
      title: 'Open a folder of tickets…',
      menu: 'File',
      shortcut: '$mod+Shift+KeyO',
      run: openFolder,
    },
  ]
}

function buildWriteActions(): Action[] {
  const writing = useWriting()
  const studies = useStudies()
  const selection = useSelection()
  const selected = useSelectedTickets(() => selection.study)
  const route = useRoute()
  const study = () => studies.studies?.find(({ id }) => id === studies.selected)

  return [
    {
      id: 'selection.export',
      title: 'Export the selected tickets…',
      menu: 'File',
      shortcut: '$mod+Shift+KeyE',
      when: () => selected.value.length > 0,
      run() {
        const items = selected.value
        const title = items.length === 1 ? `ticket ${items[0] ?? ''}` : `${items.length} tickets`
        writing.open({ kind: 'tickets', items, count: items.length, title, isStudy: false })
      },
    },
    {
      id: 'ticket.export',
      title: 'Export this ticket…',
      menu: 'File',
      when: () => route.view === 'tickets' && route.ticket !== null,
      run() {
        const ticket = route.ticket ?? ''
        writing.open({ kind: 'tickets', items: [ticket], count: 1, title: `ticket ${ticket}`, isStudy: false })
      },
    },
    {
      id: 'study.export',
      title: 'Export the tickets of the study…',
      menu: 'Study',
      when: () => (study()?.tickets ?? 0) > 0,
      run() {
        const { id = '', tickets = 0, name = '' } = study() ?? {}
        writing.open({ kind: 'tickets', items: [id], count: tickets, title: name, isStudy: true })
      },
    },
    {
      id: 'study.report',
      title: 'Write the report of the study…',
      menu: 'Study',
      when: () => study()?.status === 'finished' && (study()?.tickets ?? 0) > 0,
      run() {
        const { id = '', name = '' } = study() ?? {}
        writing.open({ kind: 'report', study: id, title: name })
      },
    },
  ]
}

function buildAssociationActions(): Action[] {
  const store = useAssociation()
  const notices = useNotices()
  const state = () => store.association?.state

  async function change(wanted: boolean): Promise<void> {
    await store.change(wanted)
    if (store.error) notices.say(store.error.message, true)
    else notices.say(store.association?.detail ?? '', state() === 'impossible')
  }

  return [
    {
      id: 'tickets.associate',
      title: 'Open .tickets files with Ticketscope',
      menu: 'File',
      when: () => state() !== 'on' && state() !== 'impossible',
      run: () => change(true),
    },
    {
      id: 'tickets.dissociate',
      title: 'No longer open .tickets files with Ticketscope',
      menu: 'File',
      when: () => state() !== 'off' && state() !== 'impossible',
      run: () => change(false),
    },
  ]
}
