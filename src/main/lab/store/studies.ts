import type Database from 'better-sqlite3'
import type { StudyFormat } from '../../../shared/bundles.ts'
import { howToRun, type HowToRun } from '../../../shared/how-to-run.ts'
import type { EngineId, StudyStatus } from '../../../shared/results.ts'
import { studySpecSchema, type StudySpec } from '../../../shared/spec.ts'

/** Versions of the programs that trained a study. */
export interface Software {
  ticketscope: string
  node: string
}

/** Where an imported study came from. */
export interface StudyOrigin {
  /** Its id where it was made; the bundle made from it again names it so. */
  study: string
  /** The file's name. */
  file: string
  importedAt: string
  /** Which program pruned its networks. */
  format: StudyFormat
}

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
  software: Software | null
  /** Null for a study of this home. */
  origin: StudyOrigin | null
  /** How it was last asked to run; null where that was not noted. */
  asked: HowToRun | null
}

interface Row extends Omit<StudyRecord, 'spec' | 'createdAt' | 'datasets' | 'software' | 'origin' | 'asked'> {
  spec: string
  datasets: string
  created_at: string
  software: string | null
  origin: string | null
  asked: string | null
}

const columns =
  'id, name, spec, status, wish, engine, device, workers, error, datasets, created_at, software, origin, asked'

/** @param abandoned nobody owns the home: `running` and `queued` are `paused` then */
export function studyQueries(database: Database.Database, abandoned: boolean) {
  const list = database.prepare<[], Row>(`SELECT ${columns} FROM studies ORDER BY created_at, id`)
  const insert = database.prepare(
    `INSERT INTO studies (id, name, spec, status, datasets, created_at)
     VALUES (@id, @name, @spec, 'queued', @datasets, @createdAt)`,
  )
  const insertImported = database.prepare(
    `INSERT INTO studies (id, name, spec, status, engine, device, workers, datasets, created_at, software, origin)
     VALUES (@id, @name, @spec, 'finished', @engine, @device, @workers, @datasets, @createdAt, @software, @origin)`,
  )
  const setStatus = database.prepare('UPDATE studies SET status = ?, error = ?, wish = ? WHERE id = ?')
  const setEngine = database.prepare(
    'UPDATE studies SET engine = ?, device = ?, workers = ?, software = ? WHERE id = ?',
  )
  const setAsked = database.prepare('UPDATE studies SET asked = ? WHERE id = ?')
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
    /** A finished study that was made elsewhere. */
    addImported(study: Omit<StudyRecord, 'name' | 'status' | 'wish' | 'error' | 'asked'>): void {
      insertImported.run({
        ...study,
        name: study.spec.name,
        spec: JSON.stringify(study.spec),
        datasets: JSON.stringify(study.datasets),
        software: study.software && JSON.stringify(study.software),
        origin: study.origin && JSON.stringify(study.origin),
      })
    },
    setStatus(id: string, status: StudyStatus, error: string | null = null, wished: StudyRecord['wish'] = null): void {
      setStatus.run(status, error, wished, id)
    },
    setEngine(id: string, engine: EngineId, device: string, workers: number, software: Software): void {
      setEngine.run(engine, device, workers, JSON.stringify(software), id)
    },
    setAsked(id: string, asked: HowToRun): void {
      setAsked.run(JSON.stringify(asked), id)
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

function decode(
  { created_at: createdAt, spec, datasets, status, software, origin, asked, ...row }: Row,
  abandoned: boolean,
): StudyRecord {
  const still = abandoned && (status === 'running' || status === 'queued')
  return {
    ...row,
    status: still ? 'paused' : status,
    createdAt,
    spec: studySpecSchema.parse(JSON.parse(spec)),
    datasets: JSON.parse(datasets) as Record<string, string>,
    software: software === null ? null : (JSON.parse(software) as Software),
    origin: origin === null ? null : (JSON.parse(origin) as StudyOrigin),
    asked: asked === null ? null : howToRun.parse(JSON.parse(asked)),
  }
}
