import type { MenuAction } from '../../shared/shell.ts'

/** Something that a person can have done from the menu, by a key, from a context menu or from the palette. */
export interface Action {
  /** `area.verb`, such as `study.pause`. */
  id: string
  title: string
  menu: MenuAction['menu']
  /** As tinykeys reads it, such as `$mod+Shift+KeyN`; shown by `formatShortcut`. */
  shortcut?: string
  /** Whether it makes sense now; left out where it always does. */
  when?: () => boolean
  run: () => void | Promise<void>
}

export function isPossible({ when }: Action): boolean {
  return when?.() ?? true
}
