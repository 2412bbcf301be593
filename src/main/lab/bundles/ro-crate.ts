import { files, ticketFile } from './contents.ts'
import type { Manifest } from './manifest.ts'

/** Describes a bundle's files for archives of research data (RO-Crate 1.1). */
export function renderRoCrate({ studies }: Manifest): string {
  const tickets = studies.flatMap((study) =>
    study.tickets.map(({ id, kind, dataset, trial, round }) => ({
      '@id': ticketFile(id),
      '@type': 'File',
      name: `${kind} ticket of ${dataset}, trial ${trial}, after ${round} rounds, study ${study.spec.name}`,
      encodingFormat: 'application/vnd.safetensors',
    })),
  )
  const tables = [
    { '@id': files.manifest, name: 'Studies, tickets and where they come from', encodingFormat: 'application/json' },
    { '@id': files.metrics, name: 'Loss and accuracy after each epoch', encodingFormat: 'text/csv' },
    { '@id': files.distances, name: 'Distances between the tickets', encodingFormat: 'text/csv' },
    { '@id': files.hashes, name: 'SHA-256 of every other file', encodingFormat: 'text/plain' },
  ].map((file) => ({ ...file, '@type': 'File' }))
  const parts = [...tables, ...tickets]
  const crate = {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': files.crate,
        '@type': 'CreativeWork',
        conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
        about: { '@id': './' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `Lottery tickets of ${studies.map(({ spec }) => spec.name).join(', ')}`,
        description: `${tickets.length} sparse networks as masks and surviving weights, with their accuracies and distances. manifest.json says how they were found.`,
        datePublished: studies.map(({ createdAt }) => createdAt).toSorted()[0] ?? '',
        license: 'Not stated; ask whoever made the study.',
        hasPart: parts.map((part) => ({ '@id': part['@id'] })),
      },
      ...parts,
    ],
  }
  return `${JSON.stringify(crate, null, 1)}\n`
}
