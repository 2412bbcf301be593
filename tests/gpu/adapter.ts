import type { GpuAdapter } from '../../src/main/lab/gpu/adapter.ts'
import { surveyGpus } from '../../src/main/lab/gpu/survey.ts'

const { adapters, complaint } = await surveyGpus()
const permitted = adapters.filter(({ software }) => !software || process.env['TICKETSCOPE_SOFTWARE_GPU'] === '1')
// A real one where there is one.
const [best] = permitted.toSorted((a, b) => Number(a.software) - Number(b.software))

if (!best) process.stdout.write(`graphics devices: skipped, ${complaint ?? 'there is none'}\n`)

/** The graphics device that is tested on; null where there is none. */
export const adapter: GpuAdapter | null = best ?? null
