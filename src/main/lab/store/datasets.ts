import type Database from 'better-sqlite3'
import type { DatasetSummary } from '../../../shared/results.ts'

interface Row extends Omit<DatasetSummary, 'classes' | 'addedAt' | 'sample'> {
  added_at: string
  classes: string
}

/** Names of the datasets that were added; their bytes lie in datasets/<sha256>. */
export function datasetQueries(database: Database.Database) {
  const list = database.prepare<[], Row>('SELECT * FROM datasets ORDER BY name')
  const insert = database.prepare(
    `INSERT INTO datasets (name, sha256, source, added_at, height, width, channels, train, test, classes)
     VALUES (@name, @sha256, @source, @addedAt, @height, @width, @channels, @train, @test, @classes)`,
  )
  const remove = database.prepare('DELETE FROM datasets WHERE name = ?')
  return {
    list(): DatasetSummary[] {
      return list.all().map(({ added_at: addedAt, classes, ...row }) => ({
        ...row,
        addedAt,
        classes: JSON.parse(classes) as string[],
        sample: false,
      }))
    },
    add({ sample: _sample, classes, ...dataset }: DatasetSummary): void {
      insert.run({ ...dataset, classes: JSON.stringify(classes) })
    },
    remove(name: string): void {
      remove.run(name)
    },
  }
}
