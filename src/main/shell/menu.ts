import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuAction } from '../../shared/shell.ts'

/**
 * The application menu: the page's actions, and what each system expects. Their keys are shown here and heard in the
 * page, which knows whether a text field has the focus.
 * @param choose tells the page which action was chosen
 */
export function setMenu(actions: readonly MenuAction[], choose: (id: string) => void): void {
  const of = (menu: MenuAction['menu']): MenuItemConstructorOptions[] =>
    actions
      .filter((action) => action.menu === menu)
      .map(({ id, title, accelerator, enabled }) => ({
        id,
        label: title,
        enabled,
        ...(accelerator !== null && { accelerator, registerAccelerator: false }),
        click: () => choose(id),
      }))
  const isMac = process.platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? ([{ role: 'appMenu' }] as const) : []),
    { label: 'File', submenu: [...of('File'), separator, { role: isMac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    { label: 'View', submenu: [...of('View'), separator, { role: 'togglefullscreen' }] },
    { label: 'Go', submenu: of('Go') },
    { label: 'Study', submenu: of('Study') },
    { role: 'windowMenu' },
    { label: 'Help', submenu: of('Help') },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
