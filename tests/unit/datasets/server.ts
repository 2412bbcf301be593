import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

/** A server that answers each request by its number, from 1. */
export async function serve(answer: Answer): Promise<{ url: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    answer(request, response, seen.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.tar.gz`, seen }
}

/** Serves content as servers do that know ranges. @param upTo where it stops without ending */
export function answerRange(
  content: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  upTo = content.length,
  etag = '"one"',
): void {
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
  const start = from !== undefined && request.headers['if-range'] === etag ? Number(from) : 0
  const headers = { etag, 'content-length': content.length - start }
  if (start > 0) {
    response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` })
  } else response.writeHead(200, headers)
  response.write(content.subarray(start, upTo))
  if (upTo === content.length) response.end()
}
