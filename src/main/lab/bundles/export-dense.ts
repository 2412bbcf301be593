import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundleExport } from '../../../shared/bundles.ts'
import type { Signs } from '../../../shared/spec.ts'
import { spreadWeights } from '../science/pruning.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import type { StudyPlan } from '../study/plan.ts'
import { readTicket } from '../study/tickets.ts'
import { removeWritten, requireGoing, type TransferControl } from './control.ts'
import { encodeSafetensors } from './safetensors.ts'
import type { Selection } from './selection.ts'

/**
 * Writes whole weights with zeros where they were pruned, for PyTorch, Netron and others: one safetensors file for a
 * single ticket, else a folder with one a ticket. Tensors are named `<layer>.weight`, in PyTorch's order of axes.
 * @param weights initial ones, or those after the verification run
 * @throws LabError `interrupted`; what was written is taken away again then
 */
export async function exportDense(
  store: Store,
  selections: readonly Selection[],
  path: string,
  weights: Signs,
  control: TransferControl = {},
): Promise<BundleExport> {
  const tickets = selections.flatMap(({ plan, tickets: list }) => list.map((ticket) => ({ plan, ticket })))
  const single = tickets.length === 1
  if (!single) await mkdir(path, { recursive: true })
  const files: string[] = []
  let bytes = 0
  try {
    for (const { plan, ticket } of tickets) {
      requireGoing(control, path)
      const file = single ? path : join(path, `${ticket.id}.safetensors`)
      const content = encodeDense(store, plan, ticket, weights)
      const unfinished = `${file}.unfinished-${process.pid}`
      await writeFile(unfinished, content)
      await rename(unfinished, file)
      files.push(file)
      bytes += content.length
      control.progress?.('write', files.length, tickets.length)
    }
  } catch (thrown) {
    if (control.signal?.aborted) await removeWritten(files, single ? [] : [path])
    throw thrown
  }
  return { path, bytes, sha256: null, studies: selections.length, tickets: tickets.length }
}

function encodeDense(store: Store, plan: StudyPlan, ticket: TicketRecord, weights: Signs): Uint8Array {
  const { masks, surviving } = readTicket(store, plan, ticket, weights)
  const dense = spreadWeights(surviving, masks)
  const { dataset, kind, trial, round, sha256 } = ticket
  return encodeSafetensors({
    metadata: { format: 'pt', ticket: sha256, dataset, kind, trial: `${trial}`, round: `${round}`, weights },
    tensors: plan.network.layers.map(({ name, shape }, index) => {
      const { buffer, byteOffset, byteLength } = dense[index] ?? new Float32Array()
      return { name: `${name}.weight`, type: 'F32', shape, bytes: new Uint8Array(buffer, byteOffset, byteLength) }
    }),
  })
}
