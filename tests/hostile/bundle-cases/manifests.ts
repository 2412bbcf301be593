import { withManifest, withManifestText, withPart } from '../bundle-parts.ts'
import { noise, deep, parts, type HostileCase } from '../honest-bundle.ts'

/** Escaped characters that cannot be packed. */
const escapes = (length: number): string =>
  Array.from(noise(length), (byte) => `\\${'nrtfb/"\\'.charAt(byte & 7)}`).join('')

export const manifests: HostileCase[] = [
  ['a manifest that is no JSON', () => withManifestText(parts, () => 'format: yes'), /is not JSON at character 0/],
  [
    'a manifest that is not UTF-8',
    () => withPart(parts, 'manifest.json', () => Buffer.of(0x22, 0xff, 0x22)),
    /manifest\.json: is not UTF-8/,
  ],
  ['a byte order mark', () => withManifestText(parts, (text) => `\uFEFF${text}`), /is not JSON at character 0/],
  ['two manifests in one', () => withManifestText(parts, (text) => `${text}{}`), /goes on behind its end/],
  [
    '__proto__',
    () => withManifestText(parts, (text) => text.replace('{', '{"__proto__": {"admin": true},')),
    /has the key "__proto__"/,
  ],
  [
    'a key twice',
    () => withManifestText(parts, (text) => text.replace('{', '{"version": 1,')),
    /has the key "version" twice/,
  ],
  [
    'a key twice by an escape',
    () => withManifestText(parts, (text) => text.replace('{', String.raw`{"\u0076ersion": 1,`)),
    /has the key "version" twice/,
  ],
  [
    'NaN',
    () => withManifestText(parts, (text) => text.replace('"version": 1', '"version": NaN')),
    /is not JSON at character/,
  ],
  [
    'a number without end',
    () => withManifestText(parts, (text) => text.replace('"version": 1', '"version": 1e999')),
    /a number out of range/,
  ],
  ['twenty thousand brackets', () => withManifestText(parts, () => deep(20_000)), /more than 24 levels deep/],
  [
    'a string of a million escapes',
    () => withManifestText(parts, (text) => text.replace('{', () => `{"${escapes(2 ** 20)}": 1,`)),
    /has no string/,
  ],
  [
    'another format',
    () => withManifest(parts, (manifest) => (manifest.format = 'other')),
    /is no manifest of a Ticketscope bundle/,
  ],
  ['a version before the first', () => withManifest(parts, (manifest) => (manifest.version = 0)), /version/],
  ['an unknown field', () => withManifest(parts, (manifest) => (manifest.run = 'rm')), /Unrecognized key: "run"/],
  ['no study', () => withManifest(parts, (manifest) => (manifest.studies = [])), /: studies: /],
  [
    'a study twice',
    () => withManifest(parts, (manifest) => manifest.studies.push(manifest.studies[0])),
    /study 0123456789: comes twice/,
  ],
  [
    'a ticket twice',
    () => withManifest(parts, ({ studies }) => studies[0].tickets.push(studies[0].tickets[0])),
    /ticket t\w+: comes twice/,
  ],
  [
    'a spec that cannot be',
    () => withManifest(parts, ({ studies }) => (studies[0].spec.training.batch = -1)),
    /training\.batch/,
  ],
  [
    'a network that cannot be',
    () =>
      withManifest(
        parts,
        ({ studies }) => (studies[0].spec.network.layers = studies[0].spec.network.layers.toReversed()),
      ),
    /a spec that cannot be run \(layer 1/,
  ],
  [
    'a network of terabytes',
    () => withManifest(parts, ({ studies }) => (studies[0].spec.network.layers[2].units = 65536)),
    /dense1: is not of the study's network/,
  ],
  [
    'another shape',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].layers[0].shape = [1, 1, 3, 6])),
    /conv1: is not of the study's network/,
  ],
  [
    'a layer too few',
    () => withManifest(parts, ({ studies }) => studies[0].tickets[0].layers.pop()),
    /has 2 layers, its study's network 3/,
  ],
  [
    'weights that do not add up',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].layers[0].positive += 1)),
    /counts of weights that do not add up/,
  ],
  [
    'other counts of signs',
    () =>
      withManifest(
        parts,
        ({
          studies: [
            {
              tickets: [first],
            },
          ],
        }) => ((first.layers[1].positive -= 1), (first.layers[1].negative += 1)),
      ),
    /negative weights, the manifest says/,
  ],
  [
    'other numbers of kept weights',
    () =>
      withManifest(
        parts,
        ({
          studies: [
            {
              tickets: [first],
            },
          ],
        }) => ((first.layers[1].kept -= 1), (first.layers[1].positive -= 1)),
      ),
    /dense1\.mask: keeps \d+ weights, the manifest says \d+;/,
  ],
  [
    'a foreign checksum of a ticket',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].sha256 = '0'.repeat(64))),
    /differs from the ticket's checksum;/,
  ],
  [
    'a foreign checksum of trained weights',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].trainedSha256 = '0'.repeat(64))),
    /trained weights that differ from their checksum/,
  ],
  [
    'a checksum that is none',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].sha256 = '../../etc')),
    /tickets\[0\]\.sha256: Invalid string/,
  ],
  [
    'a ticket of another dataset',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].dataset = 'other')),
    /is of no dataset of its study/,
  ],
  [
    'a trial that was not',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].trial = 99)),
    /is of trial 99/,
  ],
  [
    'a round that was not',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].round = 99)),
    /after 99 rounds/,
  ],
  [
    'an id that does not follow',
    () => withManifest(parts, ({ studies }) => (studies[0].id = 'ffffffffff')),
    /an id that does not follow/,
  ],
  [
    'an id with a path in it',
    () => withManifest(parts, ({ studies }) => (studies[0].id = '../../../..')),
    /studies\[0\]\.id: Invalid string/,
  ],
  [
    'an accuracy above one',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].accuracy = 1.5)),
    /accuracy: Too big/,
  ],
  [
    'a final ticket without weights',
    () => withManifest(parts, ({ studies }) => (studies[0].tickets[0].initial = false)),
    /final ticket without its initial weights/,
  ],
  [
    'checksums of other datasets',
    () => withManifest(parts, ({ studies }) => (studies[0].datasets = { other: '0'.repeat(64) })),
    /checksums of other datasets/,
  ],
  [
    'a date that is none',
    () => withManifest(parts, ({ studies }) => (studies[0].createdAt = 'yesterday')),
    /createdAt: Invalid ISO datetime/,
  ],
]
