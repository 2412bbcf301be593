import { readFile, stat, writeFile } from 'node:fs/promises'
import { dialog, type BrowserWindow } from 'electron'
import { LabError } from '../../shared/errors.ts'
import type { CheckedShellInput, ShellAnswer } from '../../shared/shell.ts'

/** Bytes: a study spec is far smaller, and anything larger is not one. */
const largestText = 1_000_000

/** Asks where to save, then writes. */
export async function saveFile(
  window: BrowserWindow,
  { name, content, filter }: CheckedShellInput<'saveFile'>,
): Promise<ShellAnswer<'saveFile'>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name, filters: [filter] })
  if (canceled || filePath === '') return null
  await writeFile(filePath, content)
  return { path: filePath }
}

/**
 * Asks for a text file, then reads it.
 * @throws LabError `data.format` when it is too large
 */
export async function openText(
  window: BrowserWindow,
  { title, filter }: CheckedShellInput<'openText'>,
): Promise<ShellAnswer<'openText'>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters: [filter],
    properties: ['openFile'],
  })
  const [path] = filePaths
  if (canceled || path === undefined) return null
  const { size } = await stat(path)
  if (size > largestText)
    throw new LabError('data.format', `${path}: has ${size} bytes, a study spec has less than ${largestText}`)
  return { path, text: await readFile(path, 'utf8') }
}

/** Asks for a file or folder that the lab is to read. */
export async function choosePath(
  window: BrowserWindow,
  { title, kind }: CheckedShellInput<'choosePath'>,
): Promise<ShellAnswer<'choosePath'>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: [kind === 'file' ? 'openFile' : 'openDirectory'],
  })
  const [path] = filePaths
  return canceled || path === undefined ? null : { path }
}
