import { bundleError } from './failures.ts'

const mostDepth = 24
const space = /[ \t\n\r]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// Bounded: a string without end would exhaust the matcher's stack.
const string =
  // oxlint-disable-next-line no-control-regex -- JSON forbids exactly these inside strings
  /"[^"\\\u0000-\u001f]{0,65536}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]{0,65536}){0,4096}"/y

/**
 * Reads JSON that nobody vouches for: UTF-8 without a byte order mark, no key twice, no `__proto__`, finite numbers,
 * at most 24 levels deep.
 * @throws LabError `bundle.invalid`, naming the place and the character
 */
export function parseStrictJson(bytes: Uint8Array, place: string): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw bundleError(place, 'is not UTF-8')
  }
  let at = 0

  function fail(what: string): never {
    throw bundleError(place, `${what} at character ${at}`)
  }
  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? null
    if (found !== null) at += found.length
    return found
  }
  function expect(character: string): void {
    match(space)
    if (text[at] !== character) fail(`has no "${character}"`)
    at++
  }
  function next(): string {
    match(space)
    return text[at] ?? ''
  }
  function readString(): string {
    match(space)
    const found = match(string)
    return found === null ? fail('has no string') : (JSON.parse(found) as string)
  }
  function readObject(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    expect('{')
    if (next() === '}') at++
    else
      for (;;) {
        const key = readString()
        if (key === '__proto__') fail('has the key "__proto__"')
        if (Object.hasOwn(object, key)) fail(`has the key "${key}" twice`)
        expect(':')
        object[key] = readValue(depth)
        if (next() !== ',') break
        at++
      }
    if (Object.keys(object).length > 0) expect('}')
    return object
  }
  function readList(depth: number): unknown[] {
    const list: unknown[] = []
    expect('[')
    if (next() === ']') {
      at++
      return list
    }
    for (;;) {
      list.push(readValue(depth))
      if (next() !== ',') break
      at++
    }
    expect(']')
    return list
  }
  function readValue(above: number): unknown {
    const depth = above + 1
    if (depth > mostDepth) fail(`is more than ${mostDepth} levels deep`)
    const first = next()
    if (first === '{') return readObject(depth)
    if (first === '[') return readList(depth)
    if (first === '"') return readString()
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return value
    }
    const digits = match(number)
    if (digits === null) return fail('is not JSON')
    const value = Number(digits)
    return Number.isFinite(value) ? value : fail('has a number out of range')
  }

  const value = readValue(0)
  if (next() !== '') fail('goes on behind its end')
  return value
}
