import type { Action } from '../../actions/action.ts'
import { useStudies } from '../../stores/studies.ts'
import { canCancel, canPause, canResume } from './study-state.ts'

/** What can be done with the chosen study. */
export function buildStudyActions(): Action[] {
  const store = useStudies()
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
    onStudy('pause', 'Pause at the next epoch', canPause, store.pause, '$mod+Shift+KeyP'),
    onStudy('resume', 'Resume', canResume, store.resume, '$mod+Shift+KeyR'),
    onStudy('cancel', 'Cancel', canCancel, store.cancel),
  ]
}
