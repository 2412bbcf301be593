/** Whether every word of a query begins some word of the text, in any order; an empty query fits all. */
export function matchesWords(text: string, query: string): boolean {
  const words = splitWords(text)
  return splitWords(query).every((wanted) => words.some((word) => word.startsWith(wanted)))
}

function splitWords(text: string): string[] {
  return text
    .toLocaleLowerCase('en')
    .split(/[\s:·/()[\]-]+/)
    .filter((word) => word !== '')
}
