import type { ChildProcess } from 'node:child_process'
import { expect, it } from 'vitest'
import { scriptModule, startCode, untilEnd } from './evaluate.ts'

/** A command run in our place: says its number, counts interrupts, and ends with status 130 a while after the first. */
const interruptible = `
  let interrupts = 0
  process.on('SIGINT', () => { interrupts++; setTimeout(() => { console.log('interrupts ' + interrupts); process.exit(130) }, 300) })
  setInterval(() => {}, 1000)
  console.log('running ' + process.pid)`

function passThrough(code: string): ChildProcess {
  return startCode(`
    import { passThrough } from ${JSON.stringify(scriptModule('setup/pass-through.mjs'))}
    const guard = ${JSON.stringify(scriptModule('setup/end-with-parent.mjs'))}
    process.exitCode = await passThrough(process.execPath, ['--import', guard, '-e', ${JSON.stringify(code)}])`)
}

async function processNumber(child: ChildProcess): Promise<number> {
  const line = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  )
  return Number(/running (\d+)/.exec(line)?.[1])
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('gives the exit status of the command', async () => {
  expect((await untilEnd(passThrough('process.exit(7)'))).status).toBe(7)
})

it('hands an interrupt on once, also when the terminal and npm both send it', async () => {
  const child = passThrough(interruptible)
  await processNumber(child)
  const end = untilEnd(child)
  child.kill('SIGINT')
  setTimeout(() => child.kill('SIGINT'), 50)
  const { status, output } = await end
  expect(output).toContain('interrupts 1')
  expect(status).toBe(130)
})

it('leaves nothing running when it is killed', async () => {
  const child = passThrough(interruptible)
  const pid = await processNumber(child)
  expect(isAlive(pid)).toBe(true)
  child.kill('SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
})
