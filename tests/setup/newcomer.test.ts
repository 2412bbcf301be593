import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/main/lab/locations.ts'

// A copy of the project as a newcomer has it: nothing built. The packages are this clone's own, so that no test downloads.
const folder = mkdtempSync(join(tmpdir(), 'ticketscope-newcomer-'))
const clone = join(folder, 'clone')
const left = new Set(['node_modules', 'out', '.git', '.cache'])

beforeAll(() => {
  for (const name of readdirSync(packageRoot))
    if (!left.has(name)) cpSync(join(packageRoot, name), join(clone, name), { recursive: true })
  symlinkSync(join(packageRoot, 'node_modules'), join(clone, 'node_modules'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs one of the clone's scripts, or a piece of module code in it. */
function run(args: string[], options: { uid?: number; env?: NodeJS.ProcessEnv } = {}) {
  const started = performance.now()
  return new Promise<{ status: number | null; stdout: string; said: string; seconds: number }>((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: clone,
      env: { ...process.env, TICKETSCOPE_HOME: join(folder, 'home'), ...options.env },
      ...(options.uid !== undefined && { uid: options.uid }),
    })
    let stdout = ''
    let said = ''
    child.stdout.on('data', (chunk) => (stdout += String(chunk)))
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    child.once('close', (status) => resolve({ status, stdout, said, seconds: (performance.now() - started) / 1000 }))
  })
}

const evaluate = (code: string, options = {}) => run(['--input-type=module', '-e', code], options)

describe('setup', () => {
  it('builds a clone once, says so with the time it took, and then has nothing to do', async () => {
    const first = await run(['scripts/setup.mjs'])
    expect(first.status, first.said).toBe(0)
    expect(first.said).toMatch(/setup: building … \d+\.\d s\nsetup: ready \(/)
    expect(first.said).not.toContain('installing')
    const second = await run(['scripts/setup.mjs'])
    expect(second.said).toMatch(/^setup: ready \(\d\.\d s\)\n$/)
    expect(second.seconds).toBeLessThan(5)
  }, 120_000)

  it('builds again when a source changed', async () => {
    appendFileSync(join(clone, 'src', 'main', 'cli', 'index.ts'), '\n')
    expect((await run(['scripts/setup.mjs'])).said).toContain('setup: building …')
  }, 120_000)

  it('installs again when the lock file changed, and only then', async () => {
    const ask = `import { packagesAreCurrent } from './scripts/setup/packages.mjs'; console.log(packagesAreCurrent())`
    expect((await evaluate(ask)).stdout.trim()).toBe('true')
    appendFileSync(join(clone, 'package-lock.json'), '\n')
    expect((await evaluate(ask)).stdout.trim()).toBe('false')
    cpSync(join(packageRoot, 'package-lock.json'), join(clone, 'package-lock.json'))
  })

  it('the command line sets itself up without a word on stdout', async () => {
    rmSync(join(clone, 'out'), { recursive: true })
    const { status, stdout, said } = await run(['scripts/ticketscope.mjs', 'study', 'list', '--json'])
    expect(status, said).toBe(0)
    expect(stdout).toBe('[]\n')
    expect(said).toContain('setup: building …')
  }, 120_000)
})

describe('Debian packages for a window', () => {
  const isDebian = spawnSync('dpkg-query', ['--version']).status === 0
  const code = `import { setUpDebianPackages } from './scripts/setup/debian.mjs'
    console.log(await setUpDebianPackages([['no-such-package'], ['nor-this']]))`

  it.skipIf(!isDebian)('without root: the one command to type', async () => {
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    spawnSync('chmod', ['-R', 'a+rX', folder])
    const { stdout, said } = await evaluate(code, nobody)
    expect(stdout.trim()).toBe('false')
    expect(said).toBe('setup: no window until you type: sudo apt-get install -y no-such-package nor-this\n')
  })
})

it('a home is not made by setting up', () => {
  expect(existsSync(join(folder, 'home'))).toBe(false)
})
