import { existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Diagnosis } from '../../../shared/results.ts'
import { describeChoice, probeEngines } from '../engines/open.ts'
import { packageRoot } from '../locations.ts'
import type { Store } from '../store/open.ts'
import { version } from '../version.ts'

const electronFile = z.object({ version: z.string(), executable: z.string(), args: z.array(z.string()) })

/** What this machine offers. */
export async function diagnose(home: string, store: Store): Promise<Diagnosis> {
  const settings = store.describe()
  const exists = existsSync(store.file)
  const { bavail, bsize } = await statfs(existingFolder(home))
  return {
    version,
    node: process.versions.node,
    electron: findElectron(),
    home,
    engines: await probeEngines(),
    choice: await describeChoice(),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    diskFreeBytes: bavail * bsize,
    database: {
      path: store.file,
      schema: store.schema,
      sqlite: settings.sqlite,
      state: exists ? `${settings.journal}, synchronous ${settings.synchronous}` : 'not made yet',
    },
  }
}

function findElectron(): Diagnosis['electron'] {
  const file = join(packageRoot, 'out', 'electron.json')
  const found = existsSync(file) ? electronFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : null
  return found?.success ? found.data : { version: null, executable: null, args: [] }
}

function existingFolder(path: string): string {
  return existsSync(path) ? path : existingFolder(dirname(path))
}
