import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { matchesWords } from '../../../../src/renderer/actions/match.ts'
import { useActions } from '../../../../src/renderer/actions/registry.ts'
import { electronAccelerator, formatShortcut } from '../../../../src/renderer/actions/shortcut.ts'
import { zoomAfter } from '../../../../src/renderer/app/appearance-actions.ts'

beforeEach(() => setActivePinia(createPinia()))

describe('useActions', () => {
  it('runs an action when it is possible, and never otherwise', () => {
    const store = useActions()
    const ran: string[] = []
    let possible = false
    const action = (id: string) => ({ id, title: id, menu: 'Go' as const, run: () => void ran.push(id) })
    store.register([action('a'), { ...action('b'), when: () => possible }])
    for (const id of ['a', 'b', 'c']) store.run(id)
    expect(ran).toEqual(['a'])
    possible = true
    store.run('b')
    expect(ran).toEqual(['a', 'b'])
  })
  it('forgets what is taken away and refuses an id that is there', () => {
    const store = useActions()
    const group = [{ id: 'a', title: 'A', menu: 'Go' as const, run: () => undefined }]
    const remove = store.register(group)
    expect(() => store.register(group)).toThrow('registered twice')
    remove()
    expect(store.actions).toEqual([])
  })
})

describe('shortcuts', () => {
  it('are shown as each system does, and given to the menu as Electron reads them', () => {
    expect(formatShortcut('$mod+Shift+KeyN', false)).toBe('Ctrl+Shift+N')
    expect(formatShortcut('$mod+Shift+KeyN', true)).toBe('⌘⇧N')
    expect(electronAccelerator('$mod+Equal')).toBe('CmdOrCtrl+Plus')
    expect(electronAccelerator('Alt+ArrowLeft')).toBe('Alt+Left')
  })
})

describe('matchesWords', () => {
  it('finds words by their beginnings, in any order', () => {
    expect(matchesWords('View High-contrast theme', 'them con')).toBe(true)
    expect(matchesWords('View High-contrast theme', 'trast')).toBe(false)
    expect(matchesWords('anything', ' ')).toBe(true)
  })
})

describe('zoomAfter', () => {
  it('moves in tenths within its range', () => {
    expect(zoomAfter(1, 1)).toBe(1.1)
    expect(zoomAfter(2, 1)).toBe(2)
    expect(zoomAfter(0.6, -1)).toBe(0.6)
  })
})
