import type { Action } from '../../actions/action.ts'
import { useNotices } from '../../stores/notices.ts'
import { useSetup } from '../../stores/setup.ts'
import { askShell } from '../../stores/shell.ts'
import { useStudies } from '../../stores/studies.ts'
import { fileName } from '../../ui/export/formats.ts'
import { saveContent } from '../../ui/export/save.ts'

const json = { name: 'Study spec', extension: 'json' } as const

/** What can be done with the spec in the form. */
export function buildSetupActions(): Action[] {
  const store = useSetup()
  const studies = useStudies()
  const notices = useNotices()

  async function importSpec(): Promise<void> {
    const filter = { name: json.name, extensions: [json.extension] }
    const outcome = await askShell('openText', { title: 'Import a study spec', filter })
    if (!outcome.ok) return notices.say(`Not imported: ${outcome.error.message}`, true)
    if (!outcome.value) return
    const { path, text } = outcome.value
    try {
      store.read(text)
      notices.say(`Imported ${path}`)
    } catch (thrown) {
      notices.say(`${path}: not a study spec: ${thrown instanceof Error ? thrown.message : String(thrown)}`, true)
    }
  }

  async function exportSpec(): Promise<void> {
    const name = fileName(`${store.checked.spec?.name ?? ''} study spec`, json.extension)
    await saveContent(() => `${JSON.stringify(store.draft, null, 2)}\n`, name, json)
  }

  return [
    {
      id: 'setup.start',
      title: 'Start the study in the form',
      menu: 'Study',
      shortcut: '$mod+Enter',
      when: () => store.checked.spec !== null && store.problems.length === 0 && !studies.busy,
      run: () => (store.checked.spec ? studies.start(store.checked.spec) : undefined),
    },
    { id: 'setup.import', title: 'Import a study spec…', menu: 'File', run: importSpec },
    { id: 'setup.export', title: 'Export the study spec…', menu: 'File', run: exportSpec },
  ]
}
