import { withPart } from '../bundle-parts.ts'
import { crate, csv, noise, parts, type HostileCase } from '../honest-bundle.ts'

export const tables: HostileCase[] = [
  [
    'other columns',
    () => csv('metrics.csv', (text) => text.replace('loss', 'gain')),
    /its columns are not study,dataset/,
  ],
  ['a row too short', () => csv('metrics.csv', (text) => `${text}a,b\n`), /has 2 cells, not 8/],
  ['an open quote', () => csv('metrics.csv', (text) => `${text}"a,b\n`), /is not CSV/],
  ['a last line without end', () => csv('metrics.csv', (text) => `${text}a`), /is not CSV|has no end/],
  [
    'an epoch twice',
    () => csv('metrics.csv', (text) => text + `${text.trimEnd().split('\n').at(-1) ?? ''}\n`),
    /metrics\.csv: line \d+: comes twice/,
  ],
  [
    'a loss that is no number',
    () => csv('metrics.csv', (text) => text.replace('0.3333333333333333', 'NaN')),
    /"NaN" is no number/,
  ],
  [
    'an epoch of a foreign study',
    () => csv('metrics.csv', (text) => text.replace('0123456789,', 'ffffffffff,')),
    /is of no study of the manifest/,
  ],
  [
    'half an epoch',
    () => csv('metrics.csv', (text) => text.replace(/,1,1,/, ',1,1.5,')),
    /no whole number|no number from/,
  ],
  [
    'a distance above one',
    () => csv('distances.csv', (text) => text.replace(/,0\.\d+\n/, ',2\n')),
    /"2" is no number from 0 to 1/,
  ],
  [
    'a layer left out',
    () => csv('distances.csv', (text) => text.replace(/.*dense1.*\n/, '')),
    /breaks off a pair's distances/,
  ],
  [
    'a mean that is none',
    () => csv('distances.csv', (text) => text.replace(/overall,.*/, 'overall,0.5')),
    /not the mean of its layers/,
  ],
  [
    'a distance of a ticket to itself',
    () => csv('distances.csv', (text) => text.replaceAll(/^(\w+),(\w+),\w+,/gm, '$1,$2,$2,')),
    /no two final tickets|its columns/,
  ],
  [
    'an unknown metric',
    () => csv('distances.csv', (text) => text.replaceAll(',nnstd,', ',other,')),
    /is none of nnstd/,
  ],
  [
    'distances that were made up',
    () => csv('distances.csv', (text) => text.replaceAll(/,[\d.]+\n/g, ',0.25\n')),
    /measured here it is/,
  ],
  [
    'a table of forty megabytes',
    () => withPart(parts, 'metrics.csv', () => noise(40 * 2 ** 20)),
    /metrics\.csv: claims 41943040 bytes, more than/,
  ],
  [
    'thirty megabytes of half a row',
    () => csv('metrics.csv', (text) => `${text}"${Buffer.from(noise(22 * 2 ** 20)).toString('base64')}`),
    /is not CSV/,
  ],
  ['a crate that is no JSON', () => withPart(parts, crate, () => Buffer.from('{')), /metadata\.json: has no string/],
]
