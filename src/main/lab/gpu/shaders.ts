import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { shaderFile } from '../locations.ts'

/** The text of WGSL files that lie beside their owner, one after the other. @param owner the caller's import.meta.url */
export function readShaders(owner: string, ...files: `./${string}.wgsl`[]): string {
  return files.map((file) => readFileSync(fileURLToPath(shaderFile(owner, file)), 'utf8')).join('\n')
}
