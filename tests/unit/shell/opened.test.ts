import { describe, expect, it } from 'vitest'
import { collectOpened, handedOverSchema } from '../../../src/main/shell/opened.ts'

describe('files that the system wants opened', () => {
  it('wait until they are taken, and are given once', () => {
    let told = 0
    const opened = collectOpened(() => told++)
    opened.add([])
    expect(told).toBe(0)
    opened.add(['/a', '/b'])
    opened.add(['/c'])
    expect(told).toBe(2)
    expect(opened.take()).toEqual(['/a', '/b', '/c'])
    expect(opened.take()).toEqual([])
  })

  it.each([[undefined], [null], [{}], [{ paths: 'x' }], [{ paths: [1] }], [{ paths: [''] }]])(
    'are not taken from %j',
    (data) => {
      expect(handedOverSchema.safeParse(data).success).toBe(false)
    },
  )
})
