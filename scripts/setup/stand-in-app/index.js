// Does what the official Electron does by itself: starts the program whose folder is the first plain argument.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('Name the folder of the program to open.\n')
  app.exit(2)
} else {
  const path = resolve(folder)
  const program = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  app.setName(program.productName ?? program.name)
  app.setVersion(program.version)
  app.setAppPath(path)
  await import(pathToFileURL(join(path, program.main)).href)
}
