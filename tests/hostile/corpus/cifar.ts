import { symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { cifarNames, cifarShape, createDataset, encodeCifar10 } from '../../unit/datasets/files.ts'
import {
  encodeArray,
  encodeCifar10Python,
  encodeDict,
  globalName,
  int,
  planesOf,
  shortString,
} from '../../unit/datasets/writers/pickle.ts'
import { after, cut, onPosix, patch, writeTree, type Files, type HostileFile } from './hostile-file.ts'

const set = createDataset(cifarShape)
const binary: Files = encodeCifar10(set)
const python: Files = encodeCifar10Python(set)
const batch = binary['data_batch_2.bin'] ?? Buffer.alloc(0)
const pickle = python['data_batch_2'] ?? Buffer.alloc(0)
const planes = planesOf(set.train.images, 3, 6)

const inBinary = (name: string, file: string, bytes: Uint8Array, words: RegExp): HostileFile => ({
  format: 'cifar10-binary',
  name,
  make: (folder) => writeTree(folder, { ...binary, [file]: bytes }),
  words,
})

export const binaryFiles: HostileFile[] = [
  ...[0, 1, 3072, 3074, batch.length - 1].map((length) =>
    inBinary(
      `a batch of ${length} bytes`,
      'data_batch_2.bin',
      cut(batch, length),
      /data_batch_2\.bin: (zero images|truncated in record)/,
    ),
  ),
  inBinary('trailing byte', 'data_batch_2.bin', after(batch, 'x'), /no multiple of 3073/),
  inBinary('label 10', 'data_batch_2.bin', patch(batch, 3073, 10), /record 1 \(byte 3073\) has label 10/),
  inBinary(
    'label 255',
    'test_batch.bin',
    patch(binary['test_batch.bin'] ?? batch, 0, 255),
    /record 0 \(byte 0\) has label 255/,
  ),
  inBinary('a batch in gzip', 'data_batch_2.bin', gzipSync(batch), /gzip data.*gunzip/),
  inBinary('names: 5 kB', 'batches.meta.txt', Buffer.alloc(5000, 97), /5000 bytes are too many/),
  inBinary('names: nine', 'batches.meta.txt', Buffer.from(cifarNames.slice(1).join('\n')), /9 class names/),
  inBinary('names: the same', 'batches.meta.txt', Buffer.from('a\n'.repeat(10)), /comes twice/),
  inBinary(
    'names: escapes',
    'batches.meta.txt',
    Buffer.from(cifarNames.join('\n').replace('cat', '\u001b[2J')),
    /line 4 is no class name/,
  ),
  inBinary('names: no UTF-8', 'batches.meta.txt', Buffer.from([0xff, 0xfe]), /not UTF-8/),
  ...onPosix({
    format: 'cifar10-binary',
    name: 'a device',
    make(folder) {
      const { 'data_batch_3.bin': _, ...others } = binary
      writeTree(folder, others)
      symlinkSync('/dev/zero', join(folder, 'data_batch_3.bin'))
      return folder
    },
    words: /not an ordinary file/,
  }),
]

const inPickle = (name: string, bytes: Uint8Array, words: RegExp, file = 'data_batch_2'): HostileFile => ({
  format: 'cifar10-python',
  name,
  make: (folder) => writeTree(folder, { ...python, [file]: bytes }),
  words,
})
/** Opcodes before the end of an otherwise good pickle. */
const withOpcodes = (name: string, opcodes: Uint8Array, words: RegExp): HostileFile =>
  inPickle(name, Buffer.concat([Buffer.of(0x80, 2), opcodes, Buffer.from('.')]), words)
const text = (opcodes: string): Buffer => Buffer.from(opcodes, 'latin1')
const labels = (...values: Buffer[]): Buffer => Buffer.concat([text(']('), ...values, text('e')])
const good = labels(int(1), int(2), int(3))
const batchOf = (data: Buffer, labelList = good): Buffer =>
  encodeDict([
    ['data', data],
    ['labels', labelList],
  ])
const runs = Buffer.concat([
  globalName('posix', 'system'),
  shortString('touch /tmp/ticketscope-was-here'),
  text('\x85R'),
])
const deep = text('('.repeat(3000))

export const pythonFiles: HostileFile[] = [
  ...[0, 1, 2, 3, 4, 20, 60, 140, 5000, pickle.length - 2, pickle.length - 1].map((length) =>
    inPickle(`cut at ${length}`, cut(pickle, length), /data_batch_2: not a pickle of a batch/),
  ),
  withOpcodes('os.system', runs, /names posix\.system, which is not on the list/),
  withOpcodes(
    'eval of builtins',
    Buffer.concat([globalName('builtins', 'eval'), shortString('1'), text('\x85R')]),
    /builtins\.eval/,
  ),
  withOpcodes(
    '__import__ by STACK_GLOBAL',
    Buffer.concat([shortString('builtins'), shortString('__import__'), text('\x93')]),
    /builtins\.__import__/,
  ),
  withOpcodes('numpy’s own runner', globalName('numpy.testing._private.utils', 'runstring'), /numpy\.testing/),
  withOpcodes('subprocess by INST', text("(S'id'\nisubprocess\nPopen\n"), /opcode INST/),
  withOpcodes('OBJ', text('(o'), /opcode OBJ/),
  withOpcodes('NEWOBJ', text('))\x81'), /opcode NEWOBJ/),
  withOpcodes('NEWOBJ_EX', text(')}\x92'), /opcode NEWOBJ_EX/),
  withOpcodes('PERSID', text('Pid\n'), /opcode PERSID/),
  withOpcodes('BINPERSID', text('NQ'), /opcode BINPERSID/),
  withOpcodes('EXT1', text('\x82\x01'), /opcode EXT1/),
  withOpcodes('NEXT_BUFFER', text('\x97'), /opcode NEXT_BUFFER/),
  withOpcodes('BINFLOAT', text('G\x7f\xf8\0\0\0\0\0\0'), /opcode BINFLOAT/),
  withOpcodes('EMPTY_SET', text('\x8f'), /opcode EMPTY_SET/),
  withOpcodes('an opcode that is none', text('\xff'), /opcode 0xff/),
  withOpcodes('a list called', text('])R'), /calls list/),
  withOpcodes(
    'ndarray called',
    Buffer.concat([globalName('numpy', 'ndarray'), text(')R')]),
    /calls numpy\.ndarray itself/,
  ),
  withOpcodes(
    'encode to utf-16',
    Buffer.concat([globalName('_codecs', 'encode'), text('X\x01\0\0\0aX\x06\0\0\0utf-16\x86R')]),
    /takes a str and latin1/,
  ),
  withOpcodes('state for a dict', text('}(NNtb'), /a state for dict/),
  withOpcodes('an empty stack', text('0'), /a mark is missing/),
  withOpcodes('an append to a dict', text('}K\x01a'), /appends to dict/),
  withOpcodes('a number for a key', text('}K\x01K\x02s'), /a key that is int/),
  withOpcodes('a key without a value', text('}(U\x01au'), /a key without a value/),
  withOpcodes('an empty memo', text('h\x07'), /memo 7 holds nothing/),
  withOpcodes('marks without end', deep, /not a pickle of a batch/),
  withOpcodes('a frame that is too long', text('\x95\xff\xff\0\0\0\0\0\0'), /a frame of 65535 bytes/),
  withOpcodes('a string that is too long', text('T\xff\xff\xff\x7f'), /2147483647 bytes are needed/),
  withOpcodes(
    'a string of 2^63 bytes',
    text('\x8e\xff\xff\xff\xff\xff\xff\xff\x7f'),
    /a number of 9223372036854775807/,
  ),
  withOpcodes('a number of 255 bytes', text(`\x8a\xff${'\x01'.repeat(255)}`), /a number of 255 bytes/),
  withOpcodes('no dict', text('K\x01'), /no dict/),
  inPickle('protocol 9', Buffer.from([0x80, 9]), /a protocol above 5/),
  inPickle('trailing bytes', after(pickle, 'more'), /4 bytes after its end/),
  inPickle('no data', encodeDict([['labels', good]]), /no array `data`/),
  inPickle('a shape that is too large', batchOf(encodeArray([4, 3072], planes)), /needs 12288 bytes, but it has 9216/),
  inPickle('a negative shape', batchOf(encodeArray([-3, -3072], planes)), /an array of/),
  inPickle(
    'an overflowing shape',
    batchOf(encodeArray([2 ** 31 - 1, 2 ** 31 - 1], planes)),
    /2147483647×2147483647 needs/,
  ),
  inPickle('another shape', batchOf(encodeArray([9216, 1], planes)), /shape 9216×1, not n×3072/),
  inPickle(
    'objects',
    batchOf(Buffer.from(encodeArray([3, 3072], planes).toString('latin1').replace('U\x02u1', 'U\x02O8'), 'latin1')),
    /arrays of "O8"/,
  ),
  inPickle('no images', batchOf(encodeArray([0, 3072], Buffer.alloc(0)), labels()), /zero images/),
  inPickle(
    'label 10',
    batchOf(encodeArray([3, 3072], planes), labels(int(1), int(10), int(3))),
    /image 1 has label 10/,
  ),
  inPickle(
    'label −1',
    batchOf(encodeArray([3, 3072], planes), labels(int(1), int(-1), int(3))),
    /image 1 has label -1/,
  ),
  inPickle(
    'a label that is None',
    batchOf(encodeArray([3, 3072], planes), labels(int(1), text('N'), int(3))),
    /of another kind/,
  ),
  inPickle('too few labels', batchOf(encodeArray([3, 3072], planes), labels(int(1))), /3 images, but 1 `labels`/),
  inPickle(
    'text decoded over and over',
    Buffer.concat([
      Buffer.of(0x80, 2),
      text('X\0\x01\0\0'),
      Buffer.alloc(256, 97),
      text('q\x01'),
      ...Array.from({ length: 9 }, () =>
        Buffer.concat([globalName('_codecs', 'encode'), text('h\x01X\x06\0\0\0latin1\x86R')]),
      ),
      text('.'),
    ]),
    /decoded over and over/,
  ),
  inPickle('four million lists', Buffer.alloc(3_900_000, ']'), /more than 1000000 opcodes/),
  inPickle('two million memos', Buffer.alloc(3_900_000, Buffer.of(0x5d, 0x94)), /more than 1000000 opcodes/),
  inPickle('four million marks', Buffer.alloc(3_900_000, '('), /more than 1000000 opcodes/),
  inPickle(
    'five million opcodes',
    Buffer.concat([Buffer.of(0x80, 2), Buffer.alloc(5_000_000, 'N0'), text('.')]),
    /more than 1000000 opcodes/,
  ),
  inPickle(
    'names that are numbers',
    encodeDict([['label_names', labels(int(1))]]),
    /no list `label_names`/,
    'batches.meta',
  ),
  {
    format: 'cifar10-python',
    name: 'a batch of 3 GB of zeros',
    make(folder) {
      writeTree(folder, python)
      truncateSync(join(folder, 'data_batch_2'), 3e9)
      return folder
    },
    words: /3000000000 bytes are too many/,
  },
]
