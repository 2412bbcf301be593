import Database from 'better-sqlite3'
import { z } from 'zod'
import { LabError, type ErrorCode } from '../../../shared/errors.ts'

const full = { code: 'disk.full', remedy: 'free some space, then resume; nothing that was finished is lost' } as const
const damaged = {
  code: 'store.damaged',
  remedy: 'move it and the files beside it that begin with its name aside (keep them), then start again',
} as const
const closed = {
  code: 'home.unwritable',
  remedy: 'check its permissions, or choose another home with --home',
} as const

/** SQLite's result codes that speak of the file, not of a statement of ours; extended ones first. */
const meanings: readonly [prefix: string, meaning: { code: ErrorCode; remedy: string }][] = [
  ['SQLITE_FULL', full],
  // Shared memory beside the database could not grow: that happens on a full disk alone.
  ['SQLITE_IOERR_SHMSIZE', full],
  ['SQLITE_IOERR', { code: 'home.unwritable', remedy: 'the disk fails; save what it holds, then use another --home' }],
  [
    'SQLITE_BUSY',
    { code: 'home.busy', remedy: 'another process is using this home; wait for it or use another --home' },
  ],
  ['SQLITE_CORRUPT', damaged],
  ['SQLITE_NOTADB', damaged],
  ['SQLITE_READONLY', closed],
  ['SQLITE_CANTOPEN', closed],
]

/** What SQLite threw about a database file, as an error that names the file and the remedy; all else as it came. */
export function explainFailure(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown
  const meaning = meanings.find(([prefix]) => thrown.code.startsWith(prefix))?.[1]
  if (!meaning) return thrown
  return new LabError(meaning.code, `${file}: ${thrown.message}; ${meaning.remedy}`, { cause: thrown })
}

/** The same queries; what fails in them because of the file, or of a row that cannot be read, names the file. */
export function explainFailures<Queries extends Record<string, (...input: never[]) => unknown>>(
  file: string,
  queries: Queries,
): Queries {
  const guarded = Object.entries(queries).map(([name, query]) => [
    name,
    (...input: never[]): unknown => {
      try {
        return query(...input)
      } catch (thrown) {
        // A stored spec, list of layers or of checks that no longer parses.
        if (thrown instanceof SyntaxError || thrown instanceof z.ZodError)
          throw new LabError('store.damaged', `${file}: a row cannot be read; ${damaged.remedy}`, { cause: thrown })
        throw explainFailure(thrown, file)
      }
    },
  ])
  return Object.fromEntries(guarded) as Queries
}
