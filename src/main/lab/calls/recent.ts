/**
 * Remembers the last results by key; a result that is being made is shared by all that ask for it. One that fails is
 * forgotten.
 * @param limit results kept
 */
export function keepRecent<Value>(limit: number): (key: string, make: () => Promise<Value>) => Promise<Value> {
  const results = new Map<string, Promise<Value>>() // oldest use first
  return (key, make) => {
    const result = results.get(key) ?? make()
    results.delete(key)
    results.set(key, result)
    result.catch(() => {
      if (results.get(key) === result) results.delete(key)
    })
    for (const oldest of results.keys()) {
      if (results.size <= limit) break
      results.delete(oldest)
    }
    return result
  }
}
