import type { Command } from 'commander'

/** What every command may be given. */
export interface GlobalOptions {
  home?: string
  json?: boolean
}

export function globals(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>()
}

/** stdout: what the command is for. */
export function writeLine(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** stderr: everything else. */
export function writeError(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** One JSON value with --json, else text. */
export function print(options: GlobalOptions, value: unknown, text: () => string): void {
  writeLine(options.json ? JSON.stringify(value) : text())
}

/** Adds examples to a command's help. */
export function example(command: Command, ...lines: string[]): Command {
  const plural = lines.length > 1 ? 'Examples' : 'Example'
  return command.addHelpText('after', `\n${plural}:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}
