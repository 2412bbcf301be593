import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { settingsSchema } from '../../shared/settings.ts'

/** Place and size of the window on the screen, in pixels. */
const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) })

const fileSchema = z.object({
  settings: settingsSchema.catch(settingsSchema.parse({})),
  bounds: boundsSchema.nullable().catch(null),
  maximised: z.boolean().catch(false),
})

/** What the shell remembers from one start to the next. */
export type ShellMemory = z.infer<typeof fileSchema>

export interface SettingsFile {
  read(): ShellMemory
  /** Merges; what is not named stays. */
  write(change: Partial<ShellMemory>): ShellMemory
}

/** A small JSON file, replaced whole. One that is missing or damaged is as good as an empty one. */
export function openSettingsFile(path: string): SettingsFile {
  let memory = readMemory(path)
  return {
    read: () => memory,
    write(change) {
      memory = { ...memory, ...change }
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.new`, JSON.stringify(memory, null, 2))
      renameSync(`${path}.new`, path)
      return memory
    },
  }
}

function readMemory(path: string): ShellMemory {
  const empty = fileSchema.parse({})
  try {
    const found = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return found.success ? found.data : empty
  } catch {
    return empty
  }
}
