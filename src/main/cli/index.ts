import { parseArguments } from './program.ts'

process.exitCode = await parseArguments(process.argv)
