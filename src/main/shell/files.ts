import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dialog, type BrowserWindow } from 'electron'
import { LabError } from '../../shared/errors.ts'
import type { CheckedShellInput, ShellAnswer } from '../../shared/shell.ts'
import { withExtension } from './with-extension.ts'

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

/** Asks for files that the lab is to read. */
export async function chooseFiles(
  window: BrowserWindow,
  { title, filter }: CheckedShellInput<'chooseFiles'>,
): Promise<ShellAnswer<'chooseFiles'>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters: [filter, { name: 'All files', extensions: ['*'] }],
    properties: ['openFile', 'multiSelections'],
  })
  return canceled || filePaths.length === 0 ? null : { paths: filePaths }
}

/** Asks where the lab is to write a file. */
export async function chooseSavePath(
  window: BrowserWindow,
  { title, name, filter }: CheckedShellInput<'chooseSavePath'>,
): Promise<ShellAnswer<'chooseSavePath'>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title, defaultPath: name, filters: [filter] })
  return canceled || filePath === '' ? null : { path: withExtension(filePath, filter.extensions[0]) }
}

/** Asks for a folder, and names one in it that is not there yet: nothing is written over. */
export async function chooseNewFolder(
  window: BrowserWindow,
  { title, name }: CheckedShellInput<'chooseNewFolder'>,
): Promise<ShellAnswer<'chooseNewFolder'>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
  })
  const [folder] = filePaths
  if (canceled || folder === undefined) return null
  let path = join(folder, name)
  for (let count = 2; existsSync(path); count++) path = join(folder, `${name}-${count}`)
  return { path }
}
