import { createHash } from 'node:crypto'

/**
 * A named source of random numbers (methods.md: "Every random draw comes from a named stream"). Equal keys give equal
 * streams, so nothing about a generator ever needs to be saved.
 */
export interface RandomStream {
  /** A uniform integer 0 … bound − 1, without bias; 1 ≤ bound ≤ 2³². */
  below(bound: number): number
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Fisher–Yates, in place; gives back what it was given. */
  shuffle<List extends Uint32Array | unknown[]>(list: List): List
}

/** Opens the stream of a key such as (study seed, dataset, trial, purpose, round, epoch). */
export function openStream(key: readonly (string | number)[]): RandomStream {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest()
  const next = xoshiro128(digest)
  let spare: number | null = null

  function below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound) // draws at or above it would favour small results
    let draw = next()
    while (draw >= limit) draw = next()
    return draw % bound
  }

  function uniform(): number {
    return ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
  }

  // Marsaglia's polar method: two normals from each accepted point of the unit disc.
  function normal(): number {
    if (spare !== null) {
      const kept = spare
      spare = null
      return kept
    }
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const square = x * x + y * y
      if (square === 0 || square >= 1) continue
      const scale = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * scale
      return x * scale
    }
  }

  function shuffle<List extends Uint32Array | unknown[]>(list: List): List {
    for (let last = list.length - 1; last > 0; last--) {
      const other = below(last + 1)
      const kept = list[last]
      list[last] = list[other]
      list[other] = kept
    }
    return list
  }

  return { below, uniform, normal, shuffle }
}

/** xoshiro128** 1.1 (Blackman & Vigna 2018), seeded with the first 128 bits of a digest. */
function xoshiro128(seed: Buffer): () => number {
  let a = seed.readUInt32LE(0)
  let b = seed.readUInt32LE(4)
  let c = seed.readUInt32LE(8)
  let d = seed.readUInt32LE(12)
  return () => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
}

/** A random order of 0 … count − 1. */
export function drawOrder(count: number, stream: RandomStream): Uint32Array {
  return stream.shuffle(Uint32Array.from({ length: count }, (_, index) => index))
}
