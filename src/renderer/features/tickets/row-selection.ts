import type { CataloguedTicket } from '../../../shared/results.ts'

type Row = Pick<CataloguedTicket, 'id' | 'study'>

/**
 * The selected ids after a row was chosen: it is taken in or out, or, with an anchor, every row of its study between the
 * two comes in.
 */
export function toggleRows(
  rows: readonly Row[],
  before: ReadonlySet<string>,
  place: number,
  anchor: number | null,
): ReadonlySet<string> {
  const row = rows[place]
  const next = new Set(before)
  if (!row) return next
  if (anchor === null) {
    if (!next.delete(row.id)) next.add(row.id)
    return next
  }
  for (const other of rows.slice(Math.min(anchor, place), Math.max(anchor, place) + 1))
    if (other.study === row.study) next.add(other.id)
  return next
}

/** The study that selecting all rows is about, since a selection belongs to one: the wanted one where it has rows. */
export function pickStudy(rows: readonly Row[], wanted: string | null): string | null {
  return rows.some(({ study }) => study === wanted) ? wanted : (rows[0]?.study ?? null)
}
