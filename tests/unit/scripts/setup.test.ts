import { expect, it } from 'vitest'
import { scriptModule, startCode, untilEnd } from './evaluate.ts'

function evaluate(module: string, names: string, expression: string) {
  return untilEnd(
    startCode(`import { ${names} } from ${JSON.stringify(scriptModule(module))}
    console.log(${expression})`),
  )
}

it('names the platform and the package when no Node is there for it', async () => {
  const { status, errors } = await evaluate('setup/node.mjs', 'pinnedNode', `pinnedNode('sunos', 'sparc')`)
  expect(status).toBe(1)
  expect(errors).toContain('no Node for sunos sparc: node-sunos-sparc is not among the installed packages')
})

it('finds the pinned Node of this machine', async () => {
  const { output } = await evaluate('setup/node.mjs', 'pinnedNode', 'pinnedNode()')
  expect(output.trim()).toMatch(/node(\.exe)?$/)
})

it('keeps downloads where the environment says', async () => {
  const { output } = await evaluate(
    'setup/places.mjs',
    'cacheFolder',
    `[cacheFolder({ TICKETSCOPE_CACHE: '/a', XDG_CACHE_HOME: '/b' }, 'linux'), cacheFolder({ XDG_CACHE_HOME: '/b' }, 'linux')].join(' ')`,
  )
  expect(output.trim()).toBe('/a /b/ticketscope')
})

it('looks for a display on Linux alone', async () => {
  const { output } = await evaluate(
    'setup.mjs',
    'hasDisplay',
    `[hasDisplay({}, 'linux'), hasDisplay({ DISPLAY: ':0' }, 'linux'), hasDisplay({ WAYLAND_DISPLAY: 'w' }, 'linux'), hasDisplay({}, 'darwin')].join(' ')`,
  )
  expect(output.trim()).toBe('false true true true')
})
