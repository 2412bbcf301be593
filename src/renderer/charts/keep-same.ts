/** The items as they were, if they are the same ones: what is drawn from them is then not drawn anew. */
export function keepSame<Item>(before: readonly Item[] | undefined, now: readonly Item[]): readonly Item[] {
  const isSame = before?.length === now.length && now.every((item, place) => item === before[place])
  return isSame && before ? before : now
}
