import type Database from 'better-sqlite3'
import type { StudyNotice } from '../../../shared/results.ts'

/** What an engine had to say while it trained a study. */
export function noticeQueries(database: Database.Database) {
  const insert = database.prepare('INSERT INTO notices (study, at, message) VALUES (@study, @at, @message)')
  const list = database.prepare<[string], StudyNotice>('SELECT at, message FROM notices WHERE study = ? ORDER BY id')
  return {
    add(study: string, notice: StudyNotice): void {
      insert.run({ study, ...notice })
    },
    /** In the order in which they came. */
    list: (study: string): StudyNotice[] => list.all(study),
  }
}
