import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { protocol } from 'electron'

/** Where the window's own files come from; nothing else is ever shown. */
export const contentOrigin = 'app://ticketscope'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Before the app is ready: makes `app:` a standard, secure scheme. */
export function registerContentScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/**
 * Serves the files of a folder at `app://ticketscope/`. Which files there are is settled once: a path that is not among
 * them is not found, whatever lies on the disk.
 */
export function serveContent(folder: string): void {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => extname(name) in types)
      .map((name) => [`/${name.split(sep).join('/')}`, join(folder, name)]),
  )
  // Nothing is read from the disk by its address, whoever asks.
  protocol.handle('file', () => new Response('files are not shown', { status: 403 }))
  protocol.handle('app', async (request) => {
    const { origin, host, pathname } = new URL(request.url)
    const file = host === 'ticketscope' ? files.get(pathname === '/' ? '/index.html' : pathname) : undefined
    if (request.method !== 'GET' || file === undefined)
      return new Response(`${origin} has no such file`, { status: 404 })
    return new Response(new Uint8Array(await readFile(file)), {
      headers: {
        'Content-Type': types[extname(file)] ?? '',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
      },
    })
  })
}
