import { describe, expect, it } from 'vitest'
import { parseView } from '../../../src/renderer/stores/comparison.ts'

const first = { layer: 'overall', alignment: null, signs: null }

describe('parseView', () => {
  it('reads back what was kept', () => {
    const view = { layer: 'conv2', alignment: 'none', signs: 'trained' }
    expect(parseView(JSON.stringify(view))).toEqual(view)
  })
  it.each([null, '', '{', '[]', '12', '{"layer":7,"alignment":"sideways","signs":["initial"]}'])(
    'takes %s as nothing kept',
    (text) => {
      expect(parseView(text)).toEqual(first)
    },
  )
})
