// Loads TensorFlow in a process of its own: one that crashes, babbles or takes long then harms nobody. One JSON object on
// stdout; what TensorFlow says of devices and of libraries that it misses goes to stderr.
import { plainError } from '../../../../shared/errors.ts'
import { loadTensorflow } from './library.ts'
import type { ProbeAnswer } from './probe.ts'

async function probe(name: string): Promise<ProbeAnswer> {
  try {
    const { gpu, library } = await loadTensorflow(name)
    return { ok: true, value: { gpu, library } }
  } catch (thrown) {
    return { ok: false, error: plainError(thrown) }
  }
}

process.stdout.write(JSON.stringify(await probe(process.argv[2] ?? '')), () => process.exit(0))
