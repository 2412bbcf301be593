import { lstatSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { shell } from 'electron'
import { LabError } from '../../shared/errors.ts'

/** Places that a person chose to write to in this run: nothing else is shown or opened for a page. */
const chosen = new Set<string>()

/** Remembers an answer of a dialog. */
export function rememberChosen<Answer extends { path: string } | null>(answer: Answer): Answer {
  if (answer) chosen.add(answer.path)
  return answer
}

/** Shows what was written in the system's file manager. @throws LabError `usage`, `data.missing` */
export function showWritten(path: string): void {
  requireChosen(path)
  lstatSync(path)
  shell.showItemInFolder(path)
}

/**
 * Opens the page of a written report in the system's browser: `index.html` itself, no link to something else.
 * @throws LabError `usage`, `data.missing`, `data.unreadable`
 */
export async function openReport(folder: string): Promise<void> {
  requireChosen(folder)
  const page = join(realpathSync(folder), 'index.html')
  if (!lstatSync(page).isFile()) throw new LabError('usage', `${page}: is no report; write it again`)
  const problem = await shell.openPath(page)
  if (problem !== '') throw new LabError('data.unreadable', `${page}: ${problem}; open it in a browser yourself`)
}

function requireChosen(path: string): void {
  if (!chosen.has(path)) throw new LabError('usage', `${path}: was not written by this window`)
}
