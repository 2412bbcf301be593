import type Database from 'better-sqlite3'
import type { Annotation } from '../../../shared/results.ts'

export type AnnotatedKind = 'study' | 'ticket'

interface Row {
  id: string
  tags: string
  note: string
}

const empty: Annotation = { tags: [], note: '' }

/** Tags and notes. A subject without any has no row; one that goes takes its row along. */
export function annotationQueries(database: Database.Database) {
  const of = (table: string) => ({
    all: database.prepare<[], Row>(`SELECT id, tags, note FROM ${table}`),
    put: database.prepare(`INSERT OR REPLACE INTO ${table} (id, tags, note) VALUES (@id, @tags, @note)`),
    remove: database.prepare(`DELETE FROM ${table} WHERE id = ?`),
  })
  const tables = { study: of('study_annotations'), ticket: of('ticket_annotations') }
  return {
    /** Gives back how to look one up by id. */
    read(kind: AnnotatedKind): (id: string) => Annotation {
      const found = new Map(tables[kind].all.all().map(({ id, tags, note }) => [id, { tags: decodeTags(tags), note }]))
      return (id) => found.get(id) ?? empty
    },
    put(kind: AnnotatedKind, id: string, { tags, note }: Annotation): void {
      if (tags.length === 0 && note === '') tables[kind].remove.run(id)
      else tables[kind].put.run({ id, tags: JSON.stringify(tags), note })
    },
  }
}

function decodeTags(text: string): string[] {
  return JSON.parse(text) as string[]
}
