import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSafetensors, encodeSafetensors } from '../../../src/main/lab/bundles/safetensors.ts'
import { parseStrictJson } from '../../../src/main/lab/bundles/strict-json.ts'

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text), 'here')

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 2 : 0)
        fc.pre(!text.includes('__proto__'))
        expect(parse(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('refuses what JSON.parse refuses, and more', () => {
    const broken = ['', '{', '[1,]', '{"a":1,}', "{'a':1}", '01', '1.', '+1', 'nul', '"\n"', '"\\x"', '[1]]', '{"a" 1}']
    for (const text of [...broken, '{"a":1,"a":2}', '{"__proto__":1}', '1e999', '-1e999'])
      expect(() => parse(text), text).toThrow(/^here: .*; ask its sender for it again$/)
  })
})

describe('safetensors', () => {
  it('gives back what was put in, aligned to 8 bytes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 6 }), fc.nat(40), (names, size) => {
        fc.pre(
          !names.includes('__proto__') && !names.includes('__metadata__') && names.every((name) => !/^\d+$/.test(name)),
        )
        const tensors = names.map((name, index) => ({
          ...{ name, type: 'U8' as const, shape: [size], bytes: new Uint8Array(size).fill(index) },
        }))
        const file = encodeSafetensors({ tensors, metadata: { note: 'ü' } })
        expect(file.length - size * names.length).toSatisfy((header: number) => header % 8 === 0)
        const read = decodeSafetensors(file, 'here')
        expect(read.metadata).toEqual({ note: 'ü' })
        expect(read.tensors.map(({ name }) => name)).toEqual(names)
        for (const [index, { bytes }] of read.tensors.entries())
          expect([...bytes]).toEqual([...(tensors[index]?.bytes ?? [])])
      }),
    )
  })
})
