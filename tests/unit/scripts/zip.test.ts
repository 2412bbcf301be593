import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Ended, scriptModule, startCode, untilEnd } from './evaluate.ts'

interface Entry {
  name: string
  content: string
  packed?: boolean
  mode?: number
}

/** A zip file as its format says: local headers with data, the central directory, its end. */
function buildZip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, packed = true, mode = 0o644 } of entries) {
    const plain = Buffer.from(content)
    const data = packed ? deflateRawSync(plain) : plain
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(plain), 0)
    sizes.writeUInt32LE(data.length, 4)
    sizes.writeUInt32LE(plain.length, 8)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(packed ? 8 : 0, 8)
    sizes.copy(local, 14)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(packed ? 8 : 0, 10)
    sizes.copy(central, 16)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE((mode << 16) >>> 0, 38)
    central.writeUInt32LE(offset, 42)
    parts.push(local, Buffer.from(name), data)
    directory.push(central, Buffer.from(name))
    offset += local.length + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ticketscope-zip-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function unzip(bytes: Buffer): Promise<Ended> {
  writeFileSync(join(folder, 'a.zip'), bytes)
  const code = `
    import { unzip } from ${JSON.stringify(scriptModule('setup/zip.mjs'))}
    const [archive, target] = process.argv.slice(1)
    await unzip(archive, target, (name) => (name.startsWith('left-out/') ? null : name))`
  return untilEnd(startCode(code, [join(folder, 'a.zip'), join(folder, 'out')]))
}

it('unpacks packed, plain and empty files with their modes, and leaves out what it is told to', async () => {
  const text = 'a line that repeats\n'.repeat(5000)
  const { status } = await unzip(
    buildZip([
      { name: 'run', content: text, mode: 0o755 },
      { name: 'deep/er/plain', content: 'plain', packed: false },
      { name: 'empty', content: '', packed: false },
      { name: 'left-out/file', content: 'x' },
    ]),
  )
  expect(status).toBe(0)
  expect(readFileSync(join(folder, 'out', 'run'), 'utf8')).toBe(text)
  expect(statSync(join(folder, 'out', 'run')).mode & 0o777).toBe(0o755)
  expect(readFileSync(join(folder, 'out', 'deep', 'er', 'plain'), 'utf8')).toBe('plain')
  expect(readFileSync(join(folder, 'out', 'empty'), 'utf8')).toBe('')
  expect(existsSync(join(folder, 'out', 'left-out'))).toBe(false)
})

it('refuses a name that leads out of the folder', async () => {
  const { status, errors } = await unzip(buildZip([{ name: '../outside', content: 'x' }]))
  expect(status).toBe(1)
  expect(errors).toContain('../outside leads out of its folder')
  expect(existsSync(join(folder, 'outside'))).toBe(false)
})

it('refuses a file that is no zip file, or that ends too early', async () => {
  expect((await unzip(Buffer.from('hello'))).errors).toContain('not a zip file')
  const whole = buildZip([{ name: 'a', content: 'x'.repeat(100) }])
  expect((await unzip(whole.subarray(0, whole.length - 30))).status).toBe(1)
})
