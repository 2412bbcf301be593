import { app, session, type WebContents } from 'electron'
import { contentOrigin } from './content.ts'

/** What a page may ask for; everything else is refused. */
const allowedPermissions: readonly string[] = ['clipboard-sanitized-write']

/** Whether an address belongs to the window's own content. */
export function isOwnContent(address: string): boolean {
  return URL.canParse(address) && new URL(address).href.startsWith(`${contentOrigin}/`)
}

/** Confines every page to the window's own content: no permissions, no other addresses, no further windows or webviews. */
export function confinePages(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(allowedPermissions.includes(permission)),
  )
  defaultSession.setPermissionCheckHandler((_contents, permission) => allowedPermissions.includes(permission))
  defaultSession.setDevicePermissionHandler(() => false)
  // Nothing comes from the network: requests of any other scheme end here.
  defaultSession.webRequest.onBeforeRequest((details, decide) => {
    const { protocol } = new URL(details.url)
    decide({ cancel: !['app:', 'blob:', 'data:', 'devtools:'].includes(protocol) })
  })
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

function confine(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
