import type Database from 'better-sqlite3'
import type { TicketKind, TicketLayer } from '../../../shared/results.ts'
import type { Signs } from '../../../shared/spec.ts'

/** A ticket without its payload. */
export interface TicketRecord {
  id: string
  study: string
  dataset: string
  trial: number
  kind: TicketKind
  /** Rounds of pruning behind it; 0 is the dense network. */
  round: number
  sha256: string
  trainedSha256: string | null
  accuracy: number | null
  layers: TicketLayer[]
  checks: Record<string, boolean>
}

/** A ticket's payload as stored. `initial` and `trained` are kept for final tickets only. */
export interface TicketPayload {
  /** Layers one after another, each padded to whole bytes; least significant bit first. */
  masks: Uint8Array
  /** Surviving float32 weights, little endian, layers one after another, in mask order. */
  initial: Uint8Array | null
  trained: Uint8Array | null
}

/** What one kind of a ticket's signed network is made of, as stored. */
export interface StoredContent {
  masks: Uint8Array
  /** Null where they are not kept. */
  surviving: Uint8Array | null
}

/** What the training of a ticket from its initial weights gave; nulls before. */
interface TicketResult {
  accuracy: number | null
  trained: Uint8Array | null
  trainedSha256: string | null
}

interface Row extends Omit<TicketRecord, 'layers' | 'checks' | 'trainedSha256'> {
  layers: string
  checks: string
  trained_sha256: string | null
}

const columns = 'id, study, dataset, trial, kind, round, sha256, trained_sha256, accuracy, layers, checks'

export function ticketQueries(database: Database.Database) {
  const ofStudy = database.prepare<[string], Row>(
    `SELECT ${columns} FROM tickets WHERE study = ? ORDER BY dataset, trial, kind DESC, round`,
  )
  const ofRound = database.prepare<[string, number], Row>(
    `SELECT ${columns} FROM tickets WHERE study = ? AND round = ? ORDER BY dataset, trial, kind DESC`,
  )
  const byId = database.prepare<[string], Row>(`SELECT ${columns} FROM tickets WHERE id = ?`)
  const payload = database.prepare<[string], TicketPayload>('SELECT masks, initial, trained FROM tickets WHERE id = ?')
  const stored = (signs: Signs) =>
    database.prepare<[string], StoredContent>(`SELECT masks, ${signs} AS surviving FROM tickets WHERE id = ?`)
  const contents = { initial: stored('initial'), trained: stored('trained') }
  const insert = database.prepare(
    `INSERT INTO tickets (id, study, dataset, trial, kind, round, sha256, layers, masks, initial, checks,
                          accuracy, trained, trained_sha256)
     VALUES (@id, @study, @dataset, @trial, @kind, @round, @sha256, @layers, @masks, @initial, @checks,
             @accuracy, @trained, @trainedSha256)`,
  )
  const finish = database.prepare(
    `UPDATE tickets SET accuracy = @accuracy, checks = @checks, trained = @trained, trained_sha256 = @trainedSha256
     WHERE id = @id`,
  )
  return {
    ofStudy: (study: string): TicketRecord[] => ofStudy.all(study).map(decode),
    ofRound: (study: string, round: number): TicketRecord[] => ofRound.all(study, round).map(decode),
    byId(id: string): TicketRecord | null {
      const row = byId.get(id)
      return row ? decode(row) : null
    },
    content: (id: string, signs: Signs): StoredContent | null => contents[signs].get(id) ?? null,
    payload: (id: string): TicketPayload | null => payload.get(id) ?? null,
    /** `result`: of one that was trained elsewhere; written with the ticket, so that its payload is written once. */
    add(
      ticket: Omit<TicketRecord, 'accuracy' | 'trainedSha256'>,
      content: Omit<TicketPayload, 'trained'>,
      result: TicketResult = { accuracy: null, trained: null, trainedSha256: null },
    ): void {
      insert.run({
        ...ticket,
        ...content,
        ...result,
        layers: JSON.stringify(ticket.layers),
        checks: JSON.stringify(ticket.checks),
      })
    },
    /** What the training from its initial weights gave. */
    finish(
      id: string,
      result: {
        accuracy: number
        checks: Record<string, boolean>
        trained: Uint8Array | null
        trainedSha256: string | null
      },
    ): void {
      finish.run({ id, ...result, checks: JSON.stringify(result.checks) })
    },
  }
}

function decode({ layers, checks, trained_sha256: trainedSha256, ...row }: Row): TicketRecord {
  return {
    ...row,
    trainedSha256,
    layers: JSON.parse(layers) as TicketLayer[],
    checks: JSON.parse(checks) as Record<string, boolean>,
  }
}
