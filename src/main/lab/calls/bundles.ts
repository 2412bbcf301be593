import { resolve } from 'node:path'
import type {
  BundleExport,
  BundleImport,
  BundlePreview,
  BundleVerification,
  FileKind,
  NetworkImport,
  NetworkPreview,
  WrittenReport,
} from '../../../shared/bundles.ts'
import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { EnrichedPatternReport } from '../../../shared/comparison.ts'
import type { TransferEvent } from '../../../shared/transfers.ts'
import {
  exportBundle,
  exportDense,
  importBundle,
  importNetworks,
  previewBundle,
  previewNetworks,
  recogniseFile,
  selectStudy,
  selectTickets,
  setPdf,
  verifyBundle,
  writeReport,
  type Selection,
} from '../bundles/index.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { describeColumns } from '../study/distance-columns.ts'
import { finalTickets, measureStudy, type ComparisonContext } from '../study/measure-study.ts'
import { planStudy } from '../study/plan.ts'
import { testMeasuredStudy } from '../study/test-conditions.ts'
import type { DatasetRegistry } from './dataset-registry.ts'
import { findStudy } from './find.ts'
import { createTasks } from './tasks.ts'

export interface BundleCallContext {
  home: string
  store: Store
  access: 'own' | 'share'
  registry: DatasetRegistry
  comparison: ComparisonContext
  findPatterns(input: CheckedInput<'findPatterns'>): Promise<EnrichedPatternReport>
  emit(event: TransferEvent): void
}

export function bundleCalls({ home, store, access, registry, comparison, findPatterns, emit }: BundleCallContext) {
  const tasks = createTasks<TransferEvent['phase']>(({ name: path, ...progress }) =>
    emit({ event: 'transfer.progress', path, ...progress }),
  )
  const calls = {
    async exportBundle(input: CheckedInput<'exportBundle'>): Promise<BundleExport> {
      const selections = select(input.items, input)
      const path = resolve(input.path)
      return tasks.run(input.path, (control) =>
        input.dense
          ? exportDense(store, selections, path, input.weights, control)
          : exportBundle(store, selections, path, control),
      )
    },
    previewBundle({ path }: CheckedInput<'previewBundle'>): Promise<BundlePreview> {
      const context = { home, store, datasets: registry.list() }
      return tasks.run(path, (control) => previewBundle(context, resolve(path), control))
    },
    async importBundle({ path }: CheckedInput<'importBundle'>): Promise<BundleImport> {
      requireOwn()
      const context = { home, store, datasets: registry.list() }
      return tasks.run(path, (control) => importBundle(context, resolve(path), control))
    },
    recogniseFile({ path }: CheckedInput<'recogniseFile'>): Promise<FileKind> {
      return recogniseFile(resolve(path))
    },
    previewNetworks({ paths, name }: CheckedInput<'previewNetworks'>): Promise<NetworkPreview> {
      return tasks.run(paths[0] ?? '', (control) => previewNetworks(store, paths.map(absolute), name, control))
    },
    async importNetworks({ paths, name }: CheckedInput<'importNetworks'>): Promise<NetworkImport> {
      requireOwn()
      return tasks.run(paths[0] ?? '', (control) => importNetworks(store, paths.map(absolute), name, control))
    },
    cancelTransfer({ path }: CheckedInput<'cancelTransfer'>): null {
      tasks.cancel(path)
      return null
    },
    verifyBundle({ path, study }: CheckedInput<'verifyBundle'>): Promise<BundleVerification> {
      return verifyBundle(store, resolve(path), study === undefined ? null : findStudy(store, study))
    },
    async writeReport({ study: wanted, folder }: CheckedInput<'writeReport'>): Promise<WrittenReport> {
      const study = findStudy(store, wanted)
      const plan = planStudy(study.spec)
      if (finalTickets(store, plan, study).length === 0)
        throw new LabError(
          'study.state',
          `study "${study.name}" (${study.id}) has no finished tickets yet; report on it when it has`,
        )
      return tasks.run(folder, async (control) => {
        const watched: ComparisonContext = {
          ...comparison,
          emit(event) {
            comparison.emit(event)
            if (event.event === 'distances') control.progress('measure', event.done, event.total)
          },
        }
        const measured = await measureStudy(watched, study, {}, control.signal)
        const tests = await testMeasuredStudy(measured)
        const first = plan.network.layers.find(({ kind }) => kind === 'conv')
        const patterns = first ? await findPatterns({ study: study.id, layer: first.name }) : null
        const source = { columns: describeColumns(measured), tests, patterns }
        return writeReport(source, study, resolve(folder), control)
      })
    },
    setPdf({ drawing, title }: CheckedInput<'setPdf'>): Promise<Uint8Array<ArrayBuffer>> {
      return setPdf(drawing, title)
    },
  }
  return {
    calls,
    /** Stops what is being read or written, and waits for it. */
    close: () => tasks.close(),
  }

  function absolute(path: string): string {
    return resolve(path)
  }

  function requireOwn(): void {
    if (access !== 'own')
      throw new LabError('home.busy', `${home}: tickets can only be imported by the owner of the home`)
  }

  /** Studies whole, tickets by their ids; tickets of one study together. */
  function select(items: readonly string[], choice: { allRounds: boolean; trained: boolean }): Selection[] {
    const single = new Map<string, TicketRecord[]>()
    const whole = new Map<string, Selection>()
    for (const item of items) {
      const ticket = store.tickets.byId(item)
      if (!ticket) {
        const study = findStudy(store, item)
        whole.set(study.id, selectStudy(store, study, choice))
      } else if (!single.get(ticket.study)?.some(({ id }) => id === ticket.id)) {
        single.set(ticket.study, [...(single.get(ticket.study) ?? []), ticket])
      }
    }
    const parts = [...single].filter(([id]) => !whole.has(id))
    return [...whole.values(), ...parts.map(([id, tickets]) => selectTickets(findStudy(store, id), tickets, choice))]
  }
}
