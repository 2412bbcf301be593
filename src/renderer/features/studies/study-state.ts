import type { StudyStatus } from '../../../shared/results.ts'

/** Which steering fits which state of a study. */
export const canPause = (status: StudyStatus): boolean => status === 'running' || status === 'queued'
export const canResume = (status: StudyStatus): boolean =>
  status === 'paused' || status === 'failed' || status === 'cancelled'
export const canCancel = (status: StudyStatus): boolean => canPause(status) || status === 'paused'
/** A study at work has its files in use. */
export const canDelete = (status: StudyStatus): boolean => status !== 'running'
