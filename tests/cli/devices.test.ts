import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnosis, StudyDetail } from '../../src/shared/results.ts'
import { run, runJson, startIn, succeed, temporaryFolder, tinySpec, writeSpec, type Finished } from './command-line.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')
/** Vulkan's loader then finds no driver, whatever the machine has. */
const noDriver = { VK_DRIVER_FILES: '/none.json', VK_ICD_FILENAMES: '/none.json' }
/** scripts/test.mjs gives this suite a GPU in software where Electron has one. */
const hasSoftware = process.env['TICKETSCOPE_SOFTWARE_GPU'] === '1'
if (!hasSoftware) process.stderr.write('skipped: the software adapter (there is none here)\n')

function runIn(env: Record<string, string>, ...args: string[]): Promise<Finished> {
  return startIn(env, ...args, '--home', home).finished
}
async function diagnose(env: Record<string, string>): Promise<Diagnosis> {
  return JSON.parse((await runIn(env, 'doctor', '--json')).stdout) as Diagnosis
}
const engineOf = ({ engines }: Diagnosis, id: string) => engines.find((engine) => engine.id === id)

describe('doctor', () => {
  it.runIf(process.platform === 'linux')(
    'says what is missing for a GPU, what to do, and what auto takes',
    async () => {
      const found = await diagnose(noDriver)
      expect(engineOf(found, 'webgpu')).toMatchObject({
        ...{ available: false, device: null, devices: [] },
        reason: expect.stringMatching(/Vulkan.*; .*install/),
      })
      expect(engineOf(found, 'wasm')).toMatchObject({ available: true, device: 'CPU', devices: [{ kind: 'cpu' }] })
      expect(found.choice).toMatchObject({
        ...{ engine: 'wasm', device: 'CPU' },
        reason: expect.stringMatching(/^no graphics device can be used: .*Vulkan/),
      })
      const { stdout } = await runIn(noDriver, 'doctor')
      expect(stdout).toMatch(/^webgpu +not available: .*Vulkan.*install/m)
      expect(stdout).toMatch(/^auto takes +wasm on CPU: no graphics device/m)
    },
  )

  it.runIf(hasSoftware)('names a software adapter, which is refused unless it is permitted', async () => {
    const refused = await diagnose({ TICKETSCOPE_SOFTWARE_GPU: '' })
    expect(engineOf(refused, 'webgpu')).toMatchObject({
      available: false,
      devices: [
        {
          ...{ name: expect.stringContaining('SwiftShader'), kind: 'software', available: false, backend: 'vulkan' },
          reason: expect.stringMatching(/slower than the wasm engine; .*TICKETSCOPE_SOFTWARE_GPU=1/),
        },
      ],
    })
    const permitted = await diagnose({})
    expect(engineOf(permitted, 'webgpu')?.devices[0]?.reason ?? '').not.toMatch(/slower/)
    expect(permitted.choice).toMatchObject({ engine: 'wasm' })
  })
})

describe('--device', () => {
  it.each([
    ['study', 'run', writeSpec(folder)],
    ['bench', 'train'],
  ])('%s %s refuses one that is not there, and lists those that are', async (...args) => {
    const { status, stdout, stderr } = await run(...args, '--device', 'GeForce 256', '--home', home)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^error: no device "GeForce 256"; there are .*CPU \(wasm\)\n$/)
    expect(await runJson('study', 'list', '--home', home)).toEqual([])
  })

  it('is looked for in the named engine, and an engine that is not there is refused with its remedy', async () => {
    const other = await run('bench', 'train', '--engine', 'wasm', '--device', 'radeon', '--json', '--home', home)
    expect(other.status).toBe(1)
    expect(JSON.parse(other.stdout)).toMatchObject({ error: { code: 'engine.unavailable' } })
    const { status, stderr } = await runIn(noDriver, 'study', 'run', 'sample', '--engine', 'webgpu')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: the webgpu engine cannot run here: .*; or choose auto or wasm\n$/)
  })

  it('and the reason for it are told when a study begins; a study that is resumed may take another', async () => {
    const spec = { ...tinySpec, datasets: [{ name: 'digits', train: 100, test: 50 }], trials: 1 }
    const file = writeSpec(folder, spec, 'small.json')
    const { stdout } = await succeed('study', 'run', file, '--device', 'cpu', '--json', '--home', home)
    const [started] = stdout.split('\n')
    expect(JSON.parse(started ?? '')).toMatchObject({ event: 'study.started', engine: 'wasm', reason: 'asked for' })
    const { device, notices } = await runJson<StudyDetail>('study', 'show', 'tiny', '--home', home)
    expect(device).toMatch(/^CPU/)
    expect(notices).toEqual([])
    const resumed = await run('study', 'resume', 'tiny', '--device', 'GeForce', '--home', home)
    expect(resumed.stderr).toMatch(/is finished; there is nothing to resume/)
  })

  it('all takes every device of the engine', async () => {
    const speed = await runJson('bench', 'train', '--device', 'all', '--seconds', '1', '--home', home)
    expect(speed).toMatchObject({ architecture: 'conv-2', imagesPerSecond: expect.any(Number) })
  })
})
