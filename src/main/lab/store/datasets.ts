import type Database from 'better-sqlite3'
import type { DatasetSummary } from '../../../shared/results.ts'

interface Row extends Omit<DatasetSummary, 'classes' | 'addedAt' | 'sample' | 'published'> {
  published: string | null
  added_at: string
  classes: string
}

/** Names of the datasets that were added; their bytes lie in datasets/<sha256>. */
export function datasetQueries(database: Database.Database) {
  const list = database.prepare<[], Row>('SELECT * FROM datasets ORDER BY name')
  const insert = database.prepare(
    `INSERT INTO datasets (name, sha256, source, added_at, height, width, channels, train, test, classes,
       format, published)
     VALUES (@name, @sha256, @source, @addedAt, @height, @width, @channels, @train, @test, @classes,
       @format, @published)`,
  )
  const remove = database.prepare('DELETE FROM datasets WHERE name = ?')
  return {
    list(): DatasetSummary[] {
      return list.all().map(({ added_at: addedAt, classes, published, ...row }) => ({
        ...row,
        published: published === null ? null : (JSON.parse(published) as DatasetSummary['published']),
        addedAt,
        classes: JSON.parse(classes) as string[],
        sample: false,
      }))
    },
    add({ sample: _sample, classes, published, ...dataset }: DatasetSummary): void {
      insert.run({
        ...dataset,
        classes: JSON.stringify(classes),
        published: published && JSON.stringify(published),
      })
    },
    remove(name: string): void {
      remove.run(name)
    },
  }
}
