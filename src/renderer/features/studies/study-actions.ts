import type { Action } from '../../actions/action.ts'
import { useDialogs } from '../../stores/dialogs.ts'
import { askLab } from '../../stores/lab.ts'
import { useNotices } from '../../stores/notices.ts'
import { useRoute } from '../../stores/route.ts'
import { useSetup } from '../../stores/setup.ts'
import { useStudies } from '../../stores/studies.ts'
import { fileName } from '../../ui/export/formats.ts'
import { saveContent } from '../../ui/export/save.ts'
import { canCancel, canDelete, canPause, canResume } from './study-state.ts'

/** What can be done with the chosen study. */
export function buildStudyActions(): Action[] {
  const store = useStudies()
  const dialogs = useDialogs()
  const notices = useNotices()
  const setup = useSetup()
  const route = useRoute()
  const always = (): boolean => true
  const openDialog = (name: 'edit' | 'delete'): void => {
    dialogs.open = name
  }
  async function duplicate(id: string): Promise<void> {
    const outcome = await askLab('showStudy', { study: id })
    if (!outcome.ok) return notices.say(outcome.error.message, true)
    setup.duplicate(outcome.value.spec)
    route.go({ view: 'setup' })
  }
  async function exportSpec(id: string): Promise<void> {
    const outcome = await askLab('showStudy', { study: id })
    if (!outcome.ok) return notices.say(outcome.error.message, true)
    const { name, spec } = outcome.value
    const json = { name: 'Study spec', extension: 'json' }
    await saveContent(() => `${JSON.stringify(spec, null, 2)}\n`, fileName(`${name} study spec`, 'json'), json)
  }
  const current = () => store.studies?.find(({ id }) => id === store.selected)
  const onStudy = (
    verb: string,
    title: string,
    fits: (status: NonNullable<ReturnType<typeof current>>['status']) => boolean,
    run: (id: string) => Promise<void>,
    shortcut?: string,
  ): Action => ({
    id: `study.${verb}`,
    title,
    menu: 'Study',
    ...(shortcut !== undefined && { shortcut }),
    when() {
      const study = current()
      return study !== undefined && !store.busy && fits(study.status)
    },
    run() {
      const study = current()
      return study === undefined ? undefined : run(study.id)
    },
  })
  return [
    {
      id: 'study.sample',
      title: 'Start the sample study',
      menu: 'Study',
      when: () => !store.busy,
      run: () => store.startSample(),
    },
    {
      id: 'study.example',
      title: 'Open the example study',
      menu: 'Study',
      when: () => !store.busy,
      run: () => store.addExample(),
    },
    onStudy('pause', 'Pause at the next epoch', canPause, store.pause, '$mod+Shift+KeyP'),
    onStudy('resume', 'Resume', canResume, store.resume, '$mod+Shift+KeyR'),
    onStudy('cancel', 'Cancel', canCancel, store.cancel),
    onStudy('edit', 'Name, tags and note…', always, async () => openDialog('edit')),
    onStudy('duplicate', 'Duplicate into the form', always, duplicate),
    onStudy('spec', 'Export the spec of the study…', always, exportSpec),
    onStudy('delete', 'Delete…', canDelete, async () => openDialog('delete')),
  ]
}
