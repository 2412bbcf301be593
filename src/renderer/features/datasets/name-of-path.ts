/** A name for a dataset from the last part of its path, made of what names may have. */
export function nameOfPath(path: string): string {
  const last = path.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  return last
    .replace(/\.(tar\.gz|tgz|tar|gz|zip|bin)$/i, '')
    .replace(/[^\p{L}\p{N} ._+-]/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 64)
}
