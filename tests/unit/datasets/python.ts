import { execFileSync, spawnSync } from 'node:child_process'

/** A Python that has these modules: the system's, or the first on the path. */
function findPython(modules: string[]): string | null {
  const script = modules.map((name) => `import ${name}`).join('\n')
  return ['/usr/bin/python3', 'python3'].find((python) => spawnSync(python, ['-c', script]).status === 0) ?? null
}

const found = new Map<string, string | null>()

/** The Python for tests whose files are written by others; says aloud when there is none, and they are skipped. */
export function pythonWith(...modules: string[]): string | null {
  const key = modules.join(', ')
  let python = found.get(key)
  if (python === undefined) {
    python = findPython(modules)
    found.set(key, python)
    if (python === null) process.stderr.write(`skipped: files written by Python, for want of python3 with ${key}\n`)
  }
  return python
}

export function runPython(python: string | null, script: string, folder: string): void {
  if (python === null) throw new Error('a test that needs Python was not skipped')
  execFileSync(python, ['-c', script], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}
