import type Database from 'better-sqlite3'
import type { EngineId, StudyStatus } from '../../../shared/results.ts'
import { studySpecSchema, type StudySpec } from '../../../shared/spec.ts'

/** A study as stored: its spec and where it stands. */
export interface StudyRecord {
  id: string
  name: string
  spec: StudySpec
  status: StudyStatus
  /** What a person asked for while it ran. A paused study without a wish was interrupted, not paused by a person. */
  wish: 'pause' | 'cancel' | null
  engine: EngineId | null
  device: string | null
  workers: number | null
  error: string | null
  /** SHA-256 of each dataset's content, by name, when the study was made. */
  datasets: Record<string, string>
  createdAt: string
}

interface Row extends Omit<StudyRecord, 'spec' | 'createdAt' | 'datasets'> {
  spec: string
  datasets: string
  created_at: string
}

const columns = 'id, name, spec, status, wish, engine, device, workers, error, datasets, created_at'

/** @param abandoned nobody owns the home: `running` and `queued` are `paused` then */
export function studyQueries(database: Database.Database, abandoned: boolean) {
  const list = database.prepare<[], Row>(`SELECT ${columns} FROM studies ORDER BY created_at, id`)
  const insert = database.prepare(
    `INSERT INTO studies (id, name, spec, status, datasets, created_at)
     VALUES (@id, @name, @spec, 'queued', @datasets, @createdAt)`,
  )
  const setStatus = database.prepare('UPDATE studies SET status = ?, error = ?, wish = ? WHERE id = ?')
  const setEngine = database.prepare('UPDATE studies SET engine = ?, device = ?, workers = ? WHERE id = ?')
  const setWish = database.prepare('UPDATE studies SET wish = ? WHERE id = ?')
  const wish = database.prepare('SELECT wish FROM studies WHERE id = ?').pluck()
  const rename = database.prepare('UPDATE studies SET name = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM studies WHERE id = ?')

  return {
    list: (): StudyRecord[] => list.all().map((row) => decode(row, abandoned)),
    add(study: { id: string; spec: StudySpec; datasets: Record<string, string>; createdAt: string }): void {
      insert.run({
        ...study,
        name: study.spec.name,
        spec: JSON.stringify(study.spec),
        datasets: JSON.stringify(study.datasets),
      })
    },
    setStatus(id: string, status: StudyStatus, error: string | null = null, wished: StudyRecord['wish'] = null): void {
      setStatus.run(status, error, wished, id)
    },
    setEngine(id: string, engine: EngineId, device: string, workers: number): void {
      setEngine.run(engine, device, workers, id)
    },
    setWish(id: string, wished: 'pause' | 'cancel'): void {
      setWish.run(wished, id)
    },
    wish(id: string): 'pause' | 'cancel' | null {
      const wished = wish.get(id)
      return wished === 'pause' || wished === 'cancel' ? wished : null
    },
    rename(id: string, name: string): void {
      rename.run(name, id)
    },
    remove(id: string): void {
      remove.run(id)
    },
  }
}

function decode({ created_at: createdAt, spec, datasets, status, ...row }: Row, abandoned: boolean): StudyRecord {
  const still = abandoned && (status === 'running' || status === 'queued')
  return {
    ...row,
    status: still ? 'paused' : status,
    createdAt,
    spec: studySpecSchema.parse(JSON.parse(spec)),
    datasets: JSON.parse(datasets) as Record<string, string>,
  }
}
