// Looks for adapters in a process of its own: a driver that crashes or babbles then harms nobody. One JSON object on stdout.
import type { GpuSurvey } from './adapter.ts'

async function survey(): Promise<GpuSurvey> {
  try {
    // WebGPU for Node does not load on every system.
    const { listAdapters } = await import('./adapters.ts')
    return { adapters: await listAdapters(), complaint: null, fault: null }
  } catch (thrown) {
    return { adapters: [], complaint: thrown instanceof Error ? thrown.message : String(thrown), fault: 'library' }
  }
}

process.stdout.write(JSON.stringify(await survey()), () => process.exit(0))
