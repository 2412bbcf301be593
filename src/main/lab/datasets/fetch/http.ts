import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as requestHttps, Agent as HttpsAgent } from 'node:https'

const mostRedirects = 5

/** What went wrong on the way, in words; `final` when trying again cannot help. */
export class HttpError extends Error {
  readonly final: boolean

  constructor(message: string, final: boolean) {
    super(message)
    this.name = 'HttpError'
    this.final = final
  }
}

/**
 * Asks for a file, over the proxy of HTTPS_PROXY, HTTP_PROXY and NO_PROXY when there is one. Redirects are followed, from
 * https to https alone. The answer is destroyed when nothing comes for `stall` milliseconds.
 * @throws HttpError
 */
export async function get(
  url: string,
  headers: Record<string, string>,
  { stall, signal }: { stall: number; signal: AbortSignal },
): Promise<IncomingMessage> {
  let at = parse(url, url)
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await getOnce(at, headers, stall, signal)
    const { statusCode = 0, headers: answer } = response
    if (statusCode < 300 || statusCode > 399 || answer.location === undefined) return response
    response.destroy()
    const next = parse(answer.location, at.href)
    if (at.protocol === 'https:' && next.protocol !== 'https:') {
      throw new HttpError(`${at.host} leads from https to ${next.protocol}//${next.host}`, true)
    }
    at = next
  }
  throw new HttpError(`${at.host} leads in circles`, true)
}

function parse(url: string, base: string): URL {
  const parsed = URL.canParse(url, base) ? new URL(url, base) : null
  if (parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:')) return parsed
  throw new HttpError(`${url} is no web address`, true)
}

function getOnce(
  url: URL,
  headers: Record<string, string>,
  stall: number,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:'
  // proxyEnv: where the agent finds HTTPS_PROXY and the like.
  const agent = isSecure ? new HttpsAgent({ proxyEnv: process.env }) : new HttpAgent({ proxyEnv: process.env })
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)(url, { agent, headers, signal }, resolve)
    request.setTimeout(stall, () => request.destroy(new HttpError(`nothing came for ${stall / 1000} s`, false)))
    request.once('error', (thrown) => {
      reject(thrown instanceof HttpError ? thrown : new HttpError(`${url.host}: ${thrown.message}`, false))
    })
    request.end()
  })
}
