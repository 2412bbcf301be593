import { afterEach, describe, expect, it } from 'vitest'
import { shareWindow } from './shared-window.ts'

const address = 'app://ticketscope/index.html'
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

const { window, inPage, failureInPage } = shareWindow()

// A refused thing is often named in the page's console. Where nothing is to be refused, nothing may be named.
afterEach(() => {
  window().problems.length = 0
})

describe('the page', () => {
  it('came up without a complaint and holds its own content alone', async () => {
    expect(window().problems).toEqual([])
    expect(window().page.url()).toBe(address)
    const loaded = await inPage<string[]>(
      `[...document.querySelectorAll('[src], link')].map(({ src, href }) => src ?? href)`,
    )
    expect(loaded.length).toBeGreaterThan(0)
    expect(loaded.filter((name) => !name.startsWith('app://ticketscope/'))).toEqual([])
  })

  it('has no Node', async () => {
    const names = ['require', 'process', 'module', 'global', 'Buffer', 'setImmediate', '__dirname']
    const found = await inPage<string[]>(`${JSON.stringify(names)}.filter((name) => name in globalThis)`)
    expect(found).toEqual([])
  })

  // As root on Linux Chromium runs with --no-sandbox; what the window asks for is checked all the same.
  it('is sandboxed and isolated by its preferences', async () => {
    const preferences = await window().app.evaluate(({ BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows()
      // Electron has it, and leaves it out of its types.
      const contents = first?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> } | undefined
      return contents?.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    })
    for (const absent of ['nodeIntegrationInWorker', 'enableBlinkFeatures', 'plugins'])
      expect(Boolean(preferences?.[absent]), absent).toBe(false)
  })

  it('gets bridges of a few functions that it cannot change', async () => {
    expect(await inPage(`Object.entries(window.lab).map(([name, value]) => [name, typeof value])`)).toEqual([
      ['call', 'function'],
      ['onEvent', 'function'],
    ])
    expect(await inPage(`Object.entries(window.shell).map(([name, value]) => [name, typeof value])`)).toEqual([
      ['call', 'function'],
      ['onAction', 'function'],
      ['onOpened', 'function'],
      ['pathOf', 'function'],
    ])
    expect(
      await inPage(`(() => {
        const { call } = window.lab
        try { window.lab = {} } catch {}
        try { window.lab.call = () => 'mine' } catch {}
        return window.lab.call === call
      })()`),
    ).toBe(true)
    // What the page does to its own world does not reach the preload's.
    expect(
      await inPage(`(async () => {
        const original = Array.prototype.push
        Array.prototype.push = () => { throw new Error('reached') }
        try { return (await window.lab.call('listStudies', {})).ok } finally { Array.prototype.push = original }
      })()`),
    ).toBe(true)
  })
})

describe('the content security policy', () => {
  it('is exact, and on every file', async () => {
    for (const file of [address, ...(await inPage<string[]>(`[...document.scripts].map(({ src }) => src)`))]) {
      const headers = await inPage(
        `fetch(${JSON.stringify(file)}).then(({ headers }) => ['content-security-policy', 'x-content-type-options', ` +
          `'cross-origin-opener-policy'].map((name) => headers.get(name)))`,
      )
      expect(headers, file).toEqual([policy, 'nosniff', 'same-origin'])
    }
    expect(policy).not.toMatch(/unsafe/)
  })

  it('refuses text as code', async () => {
    // Asked from a script of the page's own kind: what the tests evaluate is outside of the policy.
    expect(await blockedDirectives(`setTimeout('globalThis.ran = true', 0)`)).toContain('script-src')
    expect(
      await blockedDirectives(
        `document.body.append(Object.assign(document.createElement('script'), { text: 'globalThis.ran = true' }))`,
      ),
    ).toContain('script-src-elem')
    expect(
      await blockedDirectives(
        `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="globalThis.ran = true">')`,
      ),
    ).toContain('script-src-attr')
    expect(
      await blockedDirectives(`document.body.insertAdjacentHTML('beforeend', '<i style="color: red">')`),
    ).toContain('style-src-attr')
    expect(await inPage(`globalThis.ran ?? false`)).toBe(false)
  })

  it('lets nothing in from elsewhere', async () => {
    const element = (name: string, rest: string): string =>
      `document.body.append(Object.assign(document.createElement('${name}'), ${rest}))`
    expect(await blockedDirectives(element('script', `{ src: 'https://example.org/a.js' }`))).toContain(
      'script-src-elem',
    )
    expect(await blockedDirectives(element('img', `{ src: 'https://example.org/a.png' }`))).toContain('img-src')
    expect(await blockedDirectives(element('iframe', `{ src: 'https://example.org/' }`))).toContain('frame-src')
    expect(await blockedDirectives(element('object', `{ data: 'https://example.org/' }`))).toContain('object-src')
    expect(await blockedDirectives(`fetch('https://example.org/').catch(() => 0)`)).toContain('connect-src')
    expect(await blockedDirectives(`new WebSocket('wss://example.org/')`)).toContain('connect-src')
    await inPage(`document.querySelectorAll('body > :not(#app)').forEach((element) => element.remove())`)
  })

  /** What the policy says it has blocked within a moment after a statement. */
  function blockedDirectives(statement: string): Promise<string[]> {
    return inPage(`new Promise((resolve) => {
      const blocked = []
      const note = ({ effectiveDirective }) => blocked.push(effectiveDirective)
      document.addEventListener('securitypolicyviolation', note)
      try { ${statement} } catch {}
      setTimeout(() => { document.removeEventListener('securitypolicyviolation', note); resolve(blocked) }, 150)
    })`)
  }
})

describe('permissions', () => {
  it('are denied when checked', async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'idle-detection']
    for (const name of names)
      expect(await inPage(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`), name).toBe(
        'denied',
      )
  })

  it('are denied when requested', async () => {
    expect(await inPage(`Notification.requestPermission()`)).toBe('denied')
    expect(await failureInPage(`navigator.mediaDevices.getUserMedia({ audio: true })`)).toMatch(
      /^Not(Allowed|Found)Error$/,
    )
    expect(await failureInPage(`navigator.mediaDevices.getDisplayMedia({ video: true })`)).toMatch(/Error$/)
    expect(await failureInPage(`navigator.requestMIDIAccess()`)).toMatch(/Error$/)
    expect(await failureInPage(`navigator.clipboard.readText()`)).toBe('NotAllowedError')
    const denied = `new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve(0), ({ code }) => resolve(code)))`
    expect(await inPage(denied)).toBe(1)
  })
})

describe('navigation', () => {
  it.each(['https://example.org/', 'file:///etc/hostname', 'data:text/html,hello', 'app://elsewhere/index.html'])(
    'to %s is denied',
    async (target) => {
      await inPage(
        `document.body.append(Object.assign(document.createElement('a'), { href: '${target}', id: 'away' }))`,
      )
      await inPage(`document.querySelector('#away').click()`)
      await inPage(`document.querySelector('#away').remove()`)
      await inPage(`void (location.href = '${target}')`)
      await window().page.waitForTimeout(300)
      expect(
        await window().app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getURL())),
      ).toEqual([address])
      expect(window().page.url()).toBe(address)
    },
  )

  it('opens no window, no frame and no webview, and hands nothing to the system', async () => {
    await window().app.evaluate(({ shell }) => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      shell.openExternal = (url) => Promise.resolve(void seen.push(url))
    })
    for (const target of ['https://example.org/', 'file:///etc/hostname', address, 'javascript:1'])
      expect(await inPage(`window.open('${target}') === null`), target).toBe(true)
    await inPage(
      `document.body.append(Object.assign(document.createElement('webview'), { src: 'data:text/html,hello' }))`,
    )
    await window().page.waitForTimeout(300)
    expect(await window().app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([])
    const kinds = await window().app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((one) => one.getType()),
    )
    expect(kinds).toEqual(['window'])
    await inPage(`document.querySelector('webview').remove()`)
  })
})

describe('the content', () => {
  it.each([
    '../../package.json',
    '%2e%2e/%2e%2e/package.json',
    '..%2f..%2fpackage.json',
    '..%5c..%5cpackage.json',
    '%252e%252e/package.json',
    'assets/..%2f..%2f..%2fpackage.json',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'index.html%00.js',
    'index.html/',
    '%',
    'missing.js',
  ])('%s is not found', async (path) => {
    expect(await inPage(`fetch('app://ticketscope/' + ${JSON.stringify(path)}).then(({ status }) => status)`)).toBe(404)
  })

  it('is read alone, from its own host alone', async () => {
    expect(await inPage(`fetch('${address}', { method: 'POST', body: 'x' }).then(({ status }) => status)`)).toBe(404)
    const elsewhere = await window().app.evaluate(({ net }) =>
      net.fetch('app://elsewhere/index.html').then((answer) => answer.status),
    )
    expect(elsewhere).toBe(404)
  })

  // Asked by the program itself, past the page's policy: the session refuses, with or without a network.
  it.each(['https://example.org/', 'http://127.0.0.1:9/'])('%s is refused by the session', async (target) => {
    const answer = await window().app.evaluate(
      ({ net }, url) =>
        net.fetch(url).then(
          () => 'fetched',
          (error: Error) => error.message,
        ),
      target,
    )
    expect(answer).toMatch(/ERR_BLOCKED_BY_CLIENT/)
  })

  it('files are refused to the page, and to the program that shows it', async () => {
    expect(
      await window().app.evaluate(({ net }) => net.fetch('file:///etc/hostname').then((answer) => answer.status)),
    ).toBe(403)
    expect(await failureInPage(`fetch('file:///etc/hostname').then(() => 'fetched')`)).toBe('TypeError')
  })
})
