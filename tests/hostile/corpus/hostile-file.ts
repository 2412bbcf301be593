import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One hostile file or folder: what it is called, how it is made, and what must be said about it. */
export interface HostileFile {
  format: string
  name: string
  /** Makes it in an empty folder and gives its path. */
  make(folder: string): string
  words: RegExp
}

export type Files = Record<string, Uint8Array>

/** Writes files, with folders between, and gives the folder. */
export function writeTree(folder: string, files: Files): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

/** Pipes, devices and links, which Windows does not have or not let everybody make. */
export function onPosix(...files: HostileFile[]): HostileFile[] {
  return process.platform === 'win32' ? [] : files
}

/** A single file. */
export function writeOne(folder: string, name: string, bytes: Uint8Array): string {
  writeTree(folder, { [name]: bytes })
  return join(folder, name)
}

/** Bytes with some of them exchanged. */
export function patch(bytes: Uint8Array, at: number, ...values: number[]): Buffer {
  const patched = Buffer.from(bytes)
  patched.set(values, at)
  return patched
}

export function cut(bytes: Uint8Array, length: number): Buffer {
  return Buffer.from(bytes.subarray(0, length < 0 ? bytes.length + length : length))
}

export function after(bytes: Uint8Array, more: string | Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.from(more)])
}

export const bytes32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
]
