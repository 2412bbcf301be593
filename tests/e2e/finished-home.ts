import { beforeAll } from 'vitest'
import { run, temporaryFolder, tinySpec, writeSpec } from '../cli/command-line.ts'

/** A home with a finished study of a few seconds, made once for all tests of a file. */
export function finishedHome(name = 'tiny'): string {
  const home = temporaryFolder()
  beforeAll(async () => {
    const { status, stderr } = await run('study', 'run', writeSpec(home, { ...tinySpec, name }), '--home', home)
    if (status !== 0) throw new Error(stderr)
  })
  return home
}
