// Looks for adapters in a process of its own: a driver that crashes or babbles then harms nobody. One JSON object on stdout.
import { listAdapters } from './adapters.ts'

process.stdout.write(JSON.stringify({ adapters: await listAdapters(), complaint: null }), () => process.exit(0))
