/** Every error code that crosses a process border. The prefix tells the area; scripts may depend on the whole. */
export const errorCodes = [
  'usage', // wrong words on the command line or in a request: exit 2
  'spec.invalid', // a study spec that cannot be run: exit 2
  'network.invalid', // layers that do not fit together: exit 2
  'data.missing', // a file or folder that is not there
  'data.unreadable', // there, but the system refuses to read it
  'data.format', // not of the format it claims to be, truncated, or with values out of range
  'data.unknown', // no dataset of that name
  'data.exists', // a dataset of that name, with other content
  'data.in-use', // a study needs it
  'data.download', // a published file that cannot be fetched
  'data.damaged', // stored bytes differ from their checksum
  'study.unknown',
  'study.ambiguous', // an id prefix or name that fits several studies
  'study.state', // not possible in the study's present state
  'ticket.unknown',
  'bundle.invalid', // a bundle or another tool's file that is damaged, hostile, or not what it claims to be
  'bundle.newer', // a bundle of a later version
  'engine.unavailable',
  'engine.failed',
  'engine.lost', // its device went away, as after a reset of the driver: a run goes on from its last epoch
  'home.unwritable',
  'home.busy', // another process owns this home folder
  'store.newer', // the database was written by a newer version
  'store.damaged',
  'disk.full',
  'interrupted', // stopped on request; resumable: exit 130
  'internal', // a mistake of ours
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * What the lab throws on purpose: a stable code and one line that names the place and says what to do next.
 * Anything else that is thrown is a mistake of ours and is reported as `internal`.
 */
export class LabError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'LabError'
    this.code = code
  }
}

/** An error as it crosses a process border. */
export interface PlainError {
  code: ErrorCode
  message: string
}

/** What a call gives back across a process border. */
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: PlainError }

const systemErrors: Record<string, { code: ErrorCode; remedy: string }> = {
  ENOENT: { code: 'data.missing', remedy: 'check the path' },
  ENOTDIR: { code: 'data.missing', remedy: 'a part of the path is a file, not a folder; check the path' },
  EACCES: { code: 'data.unreadable', remedy: 'check the permissions' },
  EPERM: { code: 'data.unreadable', remedy: 'check the permissions' },
  EISDIR: { code: 'data.format', remedy: 'a folder was given where a file is needed' },
  ENOSPC: { code: 'disk.full', remedy: 'free some space, then resume; nothing that was finished is lost' },
  EDQUOT: { code: 'disk.full', remedy: 'your disk quota is used up; free some space, then resume' },
  EROFS: { code: 'home.unwritable', remedy: 'the file system is read-only; choose another home with --home' },
}

/** Turns anything thrown into a code and one line with a remedy. */
export function plainError(thrown: unknown): PlainError {
  if (thrown instanceof LabError) return { code: thrown.code, message: thrown.message }
  if (!(thrown instanceof Error)) return { code: 'internal', message: String(thrown) }
  const systemCode = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  const known = systemErrors[systemCode]
  if (known) {
    const place = 'path' in thrown && typeof thrown.path === 'string' ? `${thrown.path}: ` : ''
    const what = thrown.message.replace(/^[A-Z]+: /, '').replace(/, \w+ '.*'$/, '')
    return { code: known.code, message: `${place}${what}; ${known.remedy}` }
  }
  return { code: 'internal', message: `${thrown.message} (this is a mistake in Ticketscope; please report it)` }
}

/** 1 failed, 2 wrong usage, 130 interrupted and resumable. */
export function exitStatus(code: ErrorCode): 1 | 2 | 130 {
  if (code === 'interrupted') return 130
  return code === 'usage' || code === 'spec.invalid' || code === 'network.invalid' ? 2 : 1
}
