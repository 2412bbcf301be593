import { afterAll, beforeAll } from 'vitest'
import { temporaryFolder } from '../cli/command-line.ts'
import { endWindow, openWindow, type LabWindow } from './window.ts'

/** One window on an empty home for all tests of a file. */
export function shareWindow() {
  const home = temporaryFolder()
  let opened: LabWindow | null = null

  beforeAll(async () => {
    opened = await openWindow(home)
    await opened.page.getByRole('main').getByRole('button', { name: 'Start the sample study' }).waitFor()
  })
  afterAll(async () => {
    if (opened) await endWindow(opened)
  })

  function window(): LabWindow {
    if (!opened) throw new Error('the window is not open')
    return opened
  }
  /** Evaluates an expression in the page, outside of its content security policy. */
  function inPage<Value>(expression: string): Promise<Value> {
    return window().page.evaluate<Value>(expression)
  }
  /** The name of the error that an expression of the page ends in, or what it gave where it did not fail. */
  function failureInPage(expression: string): Promise<unknown> {
    return inPage(`(async () => { try { return await (${expression}) } catch (thrown) { return thrown.name } })()`)
  }
  return { window, inPage, failureInPage }
}
