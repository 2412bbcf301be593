import type { Drawing } from '../../../shared/charts/drawing.ts'
import { askLab } from '../../stores/lab.ts'

/** A drawing as a PDF of one page, set by the lab as it sets those of a report. */
export async function makePdf(drawing: Drawing, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const outcome = await askLab('setPdf', { drawing, title })
  if (!outcome.ok) throw new Error(outcome.error.message)
  return outcome.value
}
