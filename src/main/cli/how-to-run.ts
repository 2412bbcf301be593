import type { Command } from 'commander'
import { wholeNumber } from './parse.ts'

/** Where and how fast training runs, as it is written on the command line. */
export interface HowToRunFlags {
  engine: string
  device?: string
  workers?: number
}

/** Adds the options that say so. */
export function addHowToRun(command: Command): Command {
  return command
    .option('--engine <engine>', 'auto, wasm, webgpu or tensorflow', 'auto')
    .option('--device <name>', 'a device by its name, or a part of it; or all, side by side (default: the best)')
    .option('--workers <n>', 'trials trained at the same time (default: what the engine finds right)', wholeNumber(1))
}

/** Those options as the lab takes them. */
export function readHowToRun({ engine, device, workers }: HowToRunFlags): HowToRunFlags {
  return { engine, ...(device !== undefined && { device }), ...(workers !== undefined && { workers }) }
}
