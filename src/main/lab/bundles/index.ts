import type { WrittenReport } from '../../../shared/bundles.ts'
import type { Drawing } from '../../../shared/charts/drawing.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { TransferControl } from './control.ts'
import type { ReportSource } from './report/collect.ts'

export { exportBundle } from './export-bundle.ts'
export { exportDense } from './export-dense.ts'
export { isForeignNetwork, readForeignNetwork } from './formats/read-network.ts'
export { importBundle, previewBundle, sweepStaging } from './import-bundle.ts'
export { importNetworks, previewNetworks } from './import-networks.ts'
export { recogniseFile } from './recognise.ts'
export type { TransferControl } from './control.ts'
export { verifyBundle } from './verify-bundle.ts'
export { selectStudy, selectTickets, type Selection } from './selection.ts'

/** See report/write-report.ts, which is loaded when first asked for: every command opens the lab, few draw. */
export async function writeReport(
  source: ReportSource,
  study: StudyRecord,
  folder: string,
  control?: TransferControl,
): Promise<WrittenReport> {
  const report = await import('./report/write-report.ts')
  return report.writeReport(source, study, folder, control)
}

/** See report/pdf.ts. */
export async function setPdf(drawing: Drawing, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await import('./report/pdf.ts')
  return pdf.setPdf(drawing, title)
}
