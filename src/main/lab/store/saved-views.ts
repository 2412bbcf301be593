import type Database from 'better-sqlite3'
import type { SavedView } from '../../../shared/results.ts'

/** Filters, columns and order that a person gave a name, for each view of the window. */
export function savedViewQueries(database: Database.Database) {
  const list = database.prepare<[string], SavedView>('SELECT name, state FROM saved_views WHERE view = ? ORDER BY name')
  const put = database.prepare('INSERT OR REPLACE INTO saved_views (view, name, state) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM saved_views WHERE view = ? AND name = ?')
  return {
    list: (view: string): SavedView[] => list.all(view),
    put(view: string, { name, state }: SavedView): void {
      put.run(view, name, state)
    },
    remove(view: string, name: string): void {
      remove.run(view, name)
    },
  }
}
