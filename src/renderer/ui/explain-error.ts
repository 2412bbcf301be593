import type { ErrorCode } from '../../shared/errors.ts'

export interface Explanation {
  /** What has not been lost. */
  safe: string
  /** What the person can do. */
  remedy: string
}

/** What is safe and what to do after an error; what happened is the error's own message. */
export function explainError(code: ErrorCode): Explanation {
  const kept = 'Everything finished so far is kept.'
  if (code === 'disk.full') return { safe: kept, remedy: 'Free some disk space, then resume the study.' }
  if (code === 'home.busy')
    return { safe: 'Nothing was written.', remedy: 'Once the other one has ended, choose Try again.' }
  if (code.startsWith('home.') || code.startsWith('store.'))
    return { safe: 'Nothing was written.', remedy: 'Put the home folder right, then start Ticketscope again.' }
  if (code.startsWith('data.')) return { safe: kept, remedy: 'Put the dataset right, then try again.' }
  if (code === 'engine.unavailable')
    return { safe: kept, remedy: 'Choose another engine or device in the settings, then try again.' }
  if (code.startsWith('engine.'))
    return {
      safe: kept,
      remedy: 'Resume the study; if it fails again, choose another engine or device in the settings.',
    }
  if (code === 'interrupted') return { safe: kept, remedy: 'Resume the study to go on.' }
  if (code === 'internal') return { safe: kept, remedy: 'Try again; the lab restarts by itself after a crash.' }
  return { safe: 'Nothing was changed.', remedy: 'Correct what the message names, then try again.' }
}
