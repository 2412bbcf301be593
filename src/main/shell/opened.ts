import { z } from 'zod'

/** What a second start of the program hands to the first. */
export const handedOverSchema = z.object({ paths: z.array(z.string().min(1)).max(1000) })
export type HandedOver = z.infer<typeof handedOverSchema>

/** Files that the system wants opened: they wait here until a page takes them. */
export interface OpenedFiles {
  add(paths: readonly string[]): void
  /** Each is given once. */
  take(): string[]
}

/** @param tell that there is something to take */
export function collectOpened(tell: () => void): OpenedFiles {
  let waiting: string[] = []
  return {
    add(paths) {
      if (paths.length === 0) return
      waiting = [...waiting, ...paths]
      tell()
    },
    take() {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}
