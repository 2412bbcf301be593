/** The parts of `$mod+Shift+KeyN`: modifiers, then a key or a key's code. */
function partsOf(shortcut: string): { modifiers: string[]; key: string } {
  const parts = shortcut.split('+')
  const key = (parts.pop() ?? '').replace(/^(?:Key|Digit)/, '')
  return { modifiers: parts, key: names[key] ?? key }
}

const names: Record<string, string> = {
  Comma: ',',
  Equal: '+',
  Slash: '/',
  Minus: '-',
  BracketLeft: '[',
  BracketRight: ']',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
}

const shown: Record<'mac' | 'other', Record<string, string>> = {
  mac: { $mod: '⌘', Shift: '⇧', Alt: '⌥' },
  other: { $mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' },
}

/** As people read it: `Ctrl+Shift+N`, or `⌘⇧N`. */
export function formatShortcut(shortcut: string, isMac: boolean): string {
  const { modifiers, key } = partsOf(shortcut)
  const signs = shown[isMac ? 'mac' : 'other']
  return [...modifiers.map((modifier) => signs[modifier] ?? modifier), key].join(isMac ? '' : '+')
}

/** As Electron's menu shows it: `CmdOrCtrl+Shift+N`. */
export function electronAccelerator(shortcut: string): string {
  const { modifiers, key } = partsOf(shortcut)
  const named = key === '+' ? 'Plus' : key
  return [...modifiers.map((modifier) => (modifier === '$mod' ? 'CmdOrCtrl' : modifier)), named].join('+')
}

/**
 * Whether a key belongs to the text field that it was pressed in: keys without Ctrl or ⌘ do, since Alt types signs and
 * moves by words.
 */
export function isTyping(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'target'>): boolean {
  if (event.ctrlKey || event.metaKey) return false
  const { target } = event
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(textFields))
}

const textFields = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select'
