/** What views remember from one start of the window to the next, such as a table's columns. */
export function remembered(key: string): string | null {
  return window.localStorage.getItem(key)
}

export function remember(key: string, value: string): void {
  window.localStorage.setItem(key, value)
}
