import { describe, expect, it } from 'vitest'
import { chooseAppearance } from '../../../../src/renderer/app/appearance.ts'
import { firstRoute, formatRoute, parseRoute } from '../../../../src/renderer/app/route.ts'

describe('formatRoute and parseRoute', () => {
  it('are each other’s inverse, whatever ids contain', () => {
    const route = { ...firstRoute, view: 'compare', study: 'a&b=?#/', dataset: 'é %', pair: ['x', 'y&z'] as const }
    expect(parseRoute(formatRoute(route))).toEqual(route)
    const both = { ...route, studies: ['a', 'pair=b'] as const }
    expect(parseRoute(formatRoute(both))).toEqual(both)
    expect(parseRoute(formatRoute(firstRoute))).toEqual(firstRoute)
  })
  it('takes anything else for the first route', () => {
    for (const hash of ['', '#', '#/', '#/%', 'javascript:alert(1)']) expect(parseRoute(hash)).toEqual(firstRoute)
  })
  it('drops half a pair', () => {
    expect(parseRoute('#/compare?pair=a').pair).toBeNull()
  })
})

describe('chooseAppearance', () => {
  it('follows the system only when asked to', () => {
    expect(chooseAppearance('system', { dark: true, contrast: false, forced: false })).toBe('dark')
    expect(chooseAppearance('system', { dark: true, contrast: true, forced: false })).toBe('contrast')
    expect(chooseAppearance('light', { dark: true, contrast: true, forced: false })).toBe('light')
  })
  it('suits the ground that forced colours stand on, whatever the theme', () => {
    expect(chooseAppearance('dark', { dark: false, contrast: true, forced: true })).toBe('light')
    expect(chooseAppearance('light', { dark: true, contrast: true, forced: true })).toBe('contrast')
  })
})
