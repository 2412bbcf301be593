import { safetensors } from '../bundle-parts.ts'
import { tensor, tensors, type HostileCase } from '../honest-bundle.ts'

export const weights: HostileCase[] = [
  [
    'no safetensors file',
    () => tensors((_, data) => Buffer.alloc(data.length + 900, 1)),
    /claims a header of 72340172838076673 bytes/,
  ],
  [
    'a header of exabytes',
    () => tensors((header, data) => safetensors(header, data, 2n ** 62n)),
    /claims a header of 4611686018427387904 bytes/,
  ],
  [
    'a header that is a list',
    () => tensors((_, data) => safetensors(`[${' '.repeat(900)}]`, data)),
    /header that is not an object/,
  ],
  [
    'a tensor twice',
    () => tensors((header, data) => safetensors(JSON.stringify(header).replace('{', '{"conv1.mask":1,'), data)),
    /has the key "conv1\.mask" twice/,
  ],
  [
    'an unknown type',
    () => tensors((header, data) => ((tensor(header, 'conv1.mask').dtype = 'C128'), safetensors(header, data))),
    /unknown type "C128"/,
  ],
  [
    'a shape that overflows',
    () =>
      tensors((header, data) => ((tensor(header, 'conv1.mask').shape = [2 ** 52, 2 ** 52]), safetensors(header, data))),
    /whose size overflows/,
  ],
  [
    'a negative shape',
    () => tensors((header, data) => ((tensor(header, 'conv1.mask').shape = [-3]), safetensors(header, data))),
    /no shape of up to 8/,
  ],
  [
    'a hole',
    () =>
      tensors((header, data) => {
        const mask = tensor(header, 'output.mask')
        mask.data_offsets = mask.data_offsets.map((offset) => offset + 4)
        return safetensors(header, Buffer.concat([data, Buffer.alloc(4)]))
      }),
    /lies behind a hole/,
  ],
  [
    'two tensors in one place',
    () =>
      tensors((header, data) => {
        tensor(header, 'conv1.trained').data_offsets = tensor(header, 'conv1.initial').data_offsets
        return safetensors(header, data)
      }),
    /overlaps another/,
  ],
  [
    'offsets that run backwards',
    () =>
      tensors(
        (header, data) => (
          (tensor(header, 'conv1.mask').data_offsets = tensor(header, 'conv1.mask').data_offsets.toReversed()),
          safetensors(header, data)
        ),
      ),
    /its offsets give -/,
  ],
  [
    'bytes behind the tensors',
    () => tensors((header, data) => safetensors(header, Buffer.concat([data, Buffer.alloc(64)]))),
    /its header describes/,
  ],
  [
    'metadata that is no text',
    () => tensors((header, data) => safetensors({ ...header, __metadata__: { format: 1 } }, data)),
    /metadata format: is not text/,
  ],
  [
    'an unknown field',
    () =>
      tensors((header, data) => safetensors({ ...header, 'conv1.mask': { ...header['conv1.mask'], run: 1 } }, data)),
    /an unknown field "run"/,
  ],
  [
    'a tensor renamed',
    () =>
      tensors((header, data) => {
        const { 'conv1.mask': mask, ...rest } = header
        return safetensors({ ...rest, 'conv9.mask': mask }, data)
      }),
    /conv1\.mask: is missing/,
  ],
  [
    'a mask with bits behind its end',
    () =>
      tensors((header, data) => {
        const [, end = 0] = tensor(header, 'conv1.mask').data_offsets
        data[end - 1] = 0xff
        return safetensors(header, data)
      }),
    /bits behind its last weight/,
  ],
  [
    'a mask with another weight',
    () =>
      tensors((header, data) => {
        const [start = 0] = tensor(header, 'dense1.mask').data_offsets
        data[start] = (data[start] ?? 0) ^ 1
        return safetensors(header, data)
      }),
    /the manifest says \d+;/,
  ],
  [
    'a weight that is no number',
    () =>
      tensors((header, data) => {
        data.writeFloatLE(NaN, tensor(header, 'conv1.initial').data_offsets[0] ?? 0)
        return safetensors(header, data)
      }),
    /weight 0 is NaN/,
  ],
  [
    'other weights',
    () =>
      tensors((header, data) => {
        data.writeFloatLE(0.5, tensor(header, 'conv1.initial').data_offsets[0] ?? 0)
        return safetensors(header, data)
      }),
    /differs from the ticket's checksum;/,
  ],
]
