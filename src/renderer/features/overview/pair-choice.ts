/** Two ids at most: a third one takes the place of the first, one that is there goes. */
export function togglePair(chosen: readonly string[], id: string): string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen.slice(-1), id]
}
