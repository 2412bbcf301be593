import { LabError } from '../../../shared/errors.ts'
import type { CheckedInput } from '../../../shared/protocol.ts'
import type { CataloguedTicket, SavedView, TicketDetail } from '../../../shared/results.ts'
import type { StudyRecord } from '../store/studies.ts'
import type { Store } from '../store/open.ts'
import type { TicketRecord } from '../store/tickets.ts'
import { findStudy } from './find.ts'

/** Tickets across studies, what people write to them, and the views that they save. */
export function catalogueCalls(store: Store) {
  function findTicket(id: string): TicketRecord {
    const ticket = store.tickets.byId(id)
    if (!ticket) throw new LabError('ticket.unknown', `no ticket "${id}"; its study may have been deleted`)
    return ticket
  }

  return {
    listAllTickets(): CataloguedTicket[] {
      const annotation = store.annotations.read('ticket')
      return store.studies
        .list()
        .flatMap((study) =>
          store.tickets.ofStudy(study.id).map((ticket) => catalogue(study, ticket, annotation(ticket.id))),
        )
    },

    showTicket({ ticket: id }: CheckedInput<'showTicket'>): TicketDetail {
      const ticket = findTicket(id)
      const study = findStudy(store, ticket.study)
      const { rounds } = study.spec.pruning
      const { epochs } = study.spec.training
      const siblings = store.tickets
        .ofStudy(study.id)
        .filter(({ dataset, trial }) => dataset === ticket.dataset && trial === ticket.trial)
      const run = { study: study.id, dataset: ticket.dataset, trial: ticket.trial }
      const final = siblings.filter(({ round }) => round === rounds)
      return {
        ...catalogue(study, ticket, store.annotations.read('ticket')(id)),
        accuracies: {
          winning: final.find(({ kind }) => kind === 'winning')?.accuracy ?? null,
          random: final.find(({ kind }) => kind === 'random')?.accuracy ?? null,
          dense: store.epochs.accuracy({ ...run, kind: 'winning', round: 1, epoch: epochs }),
        },
        rounds: siblings
          .filter(({ kind, round }) => kind === ticket.kind && round <= ticket.round)
          .map(({ id: other, round, layers }) => ({ ticket: other, round, layers })),
        provenance: {
          seed: study.spec.seed,
          engine: study.engine,
          device: study.device,
          software: study.software,
          datasetSha256: study.datasets[ticket.dataset] ?? null,
          trainedSha256: ticket.trainedSha256,
        },
      }
    },

    annotate({ kind, id, tags, note }: CheckedInput<'annotate'>): null {
      const subject = kind === 'study' ? findStudy(store, id) : findTicket(id)
      store.annotations.put(kind, subject.id, { tags: [...new Set(tags)], note })
      return null
    },

    listSavedViews: ({ view }: CheckedInput<'listSavedViews'>): SavedView[] => store.savedViews.list(view),
    saveView({ view, name, state }: CheckedInput<'saveView'>): SavedView[] {
      store.savedViews.put(view, { name, state })
      return store.savedViews.list(view)
    },
    removeSavedView({ view, name }: CheckedInput<'removeSavedView'>): SavedView[] {
      store.savedViews.remove(view, name)
      return store.savedViews.list(view)
    },
  }
}

function catalogue(
  study: StudyRecord,
  { trainedSha256: _trained, ...ticket }: TicketRecord,
  annotation: { tags: string[]; note: string },
): CataloguedTicket {
  const sum = (key: 'total' | 'kept' | 'positive' | 'negative'): number =>
    ticket.layers.reduce((all, layer) => all + layer[key], 0)
  const positive = sum('positive')
  const negative = sum('negative')
  return {
    ...ticket,
    ...annotation,
    studyName: study.name,
    final: ticket.round === study.spec.pruning.rounds,
    density: sum('kept') / sum('total'),
    positive,
    negative,
    signRatio: negative > 0 ? positive / negative : null,
  }
}
