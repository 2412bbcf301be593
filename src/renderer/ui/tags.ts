/** Characters of a tag. */
const longest = 40

/** The tags in a line of text, separated by commas: trimmed, each once, none empty. */
export function parseTags(text: string): string[] {
  const tags = text.split(',').flatMap((part) => part.trim().slice(0, longest).trim() || [])
  return [...new Set(tags)]
}
