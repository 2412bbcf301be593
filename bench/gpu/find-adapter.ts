import type { GpuAdapter } from '../../src/main/lab/gpu/adapter.ts'
import { surveyGpus } from '../../src/main/lab/gpu/survey.ts'

/** The first graphics device with this in its name, a real one before software. @throws Error that says why there is none */
export async function findAdapter(wanted: string): Promise<GpuAdapter> {
  const { adapters, complaint } = await surveyGpus()
  const named = adapters.filter(({ name }) => name.includes(wanted))
  const [adapter] = named.toSorted((a, b) => Number(a.software) - Number(b.software))
  if (!adapter) throw new Error(`there is no graphics device: ${complaint ?? 'none of that name'}`)
  return adapter
}
