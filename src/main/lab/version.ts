import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packageRoot } from './locations.ts'

const packageFile = z.object({ version: z.string() })

/** Of this Ticketscope. */
export const version = packageFile.parse(JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))).version

/** What a study is trained by, as its provenance says. */
export const software = { ticketscope: version, node: process.versions.node }
