// Training speed of the wasm engine. usage: node bench/training.ts [workers] [seconds]
import { benchTraining } from '../src/main/lab/engines/benchmark.ts'
import { openEngine } from '../src/main/lab/engines/open.ts'
import { architectures, type ArchitectureName } from '../src/shared/architecture.ts'

const [workers = 2, seconds = 8] = process.argv.slice(2).map(Number)
const { engine } = await openEngine('wasm', { workers })
const names: ArchitectureName[] = ['conv-2', 'mini-conv-2']
for (const name of names) {
  const architecture = architectures[name]
  process.stdout.write(`${JSON.stringify(await benchTraining(engine, { name, architecture, batch: 60, seconds }))}\n`)
}
await engine.close()
