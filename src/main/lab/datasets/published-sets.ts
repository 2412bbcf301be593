import type { DatasetFormat } from './readers/formats.ts'
import type { ExtraPart, Split } from './readers/reading.ts'

// What the publishers of CIFAR-10, SVHN and CINIC-10 say about their files. docs/datasets.md has the same for readers.

/** A file that is published alone. */
export interface PublishedFile {
  url: string
  bytes: number
  md5: string
  sha256?: string
  /** Only needed when this part is included. */
  part?: ExtraPart
}

export interface PublishedSet {
  title: string
  /** Of what is downloaded. */
  format: DatasetFormat
  homepage: string
  licence: string
  /** What `data fetch` downloads. */
  downloads: readonly PublishedFile[]
  /** MD5 of archives that hold the whole set. */
  archives: readonly string[]
  /** MD5 of the files that make up the set when it lies unpacked, one list per version. */
  fileSets: readonly (readonly { md5: string; part?: ExtraPart }[])[]
  /** Images of each class, in the order of the labels. */
  countPerClass(include: readonly ExtraPart[]): Record<Split, number[]>
}

/** What `data fetch` knows. */
export type PublishedSets = Record<'cifar10' | 'svhn' | 'cinic10', PublishedSet>

const ten = (count: number): number[] => Array.from({ length: 10 }, () => count)

const svhnFiles = [
  {
    url: 'http://ufldl.stanford.edu/housenumbers/train_32x32.mat',
    bytes: 182_040_794,
    md5: 'e26dedcc434d2e4c54c9b2d4a06d8373',
    sha256: '435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8',
  },
  {
    url: 'http://ufldl.stanford.edu/housenumbers/test_32x32.mat',
    bytes: 64_275_384,
    md5: 'eb5a983be6a315427106f1b164d9cef3',
    sha256: 'cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b',
  },
  {
    url: 'http://ufldl.stanford.edu/housenumbers/extra_32x32.mat',
    bytes: 1_329_278_602,
    md5: 'a93ce644f1a588dc4d68dda5feec44a7',
    sha256: 'a133a4beb38a00fcdda90c9489e0c04f900b660ce8a316a5e854838379a71eb3',
    part: 'extra',
  },
] as const satisfies PublishedFile[]

const svhnTrain = [4948, 13_861, 10_585, 8497, 7458, 6882, 5727, 5595, 5045, 4659]
const svhnTest = [1744, 5099, 4149, 2882, 2523, 2384, 1977, 2019, 1660, 1595]
const svhnExtra = [45_550, 90_560, 74_740, 60_765, 50_633, 53_490, 41_582, 43_997, 35_358, 34_456]

export const publishedSets = {
  cifar10: {
    title: 'CIFAR-10',
    format: 'cifar10-binary',
    homepage: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    licence:
      'none stated; its authors ask for a citation of Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009)',
    downloads: [
      {
        url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
        bytes: 170_052_171,
        md5: 'c32a1d4ab5d03f1284b67883e8d87530',
        sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      },
    ],
    archives: ['c32a1d4ab5d03f1284b67883e8d87530', 'c58f30108f718f92721af3b95e74349a'],
    fileSets: [
      [
        { md5: 'c99cafc152244af753f735de768cd75f' },
        { md5: 'd4bba439e000b95fd0a9bffe97cbabec' },
        { md5: '54ebc095f3ab1f0389bbae665268c751' },
        { md5: '634d18415352ddfa80567beed471001a' },
        { md5: '482c414d41f54cd18b22e5b47cb7c3cb' },
        { md5: '40351d587109b95175f43aff81a1287e' },
      ],
    ],
    countPerClass: () => ({ train: ten(5000), test: ten(1000) }),
  },
  svhn: {
    title: 'SVHN',
    format: 'svhn',
    homepage: 'http://ufldl.stanford.edu/housenumbers',
    licence:
      'for non-commercial use only; its authors ask for a citation of Netzer et al., "Reading Digits in Natural Images with Unsupervised Feature Learning" (2011)',
    downloads: svhnFiles,
    archives: [],
    fileSets: [svhnFiles],
    countPerClass: (include) => ({
      train: include.includes('extra')
        ? svhnTrain.map((count, digit) => count + (svhnExtra[digit] ?? 0))
        : [...svhnTrain],
      test: [...svhnTest],
    }),
  },
  cinic10: {
    title: 'CINIC-10',
    format: 'images',
    homepage: 'https://datashare.ed.ac.uk/handle/10283/3192',
    licence:
      'CC BY 4.0 (its images from ImageNet and CIFAR-10 keep their own terms); Darlow, Crowley, Antoniou, Storkey (2018)',
    downloads: [
      {
        url: 'https://datashare.ed.ac.uk/bitstream/handle/10283/3192/CINIC-10.tar.gz',
        bytes: 687_544_992,
        md5: '6ee4d0c996905fe93221de577967a372',
      },
    ],
    archives: ['6ee4d0c996905fe93221de577967a372'],
    fileSets: [],
    countPerClass: (include) => ({ train: ten(include.includes('valid') ? 18_000 : 9000), test: ten(9000) }),
  },
} as const satisfies PublishedSets
