// The thread of the tensorflow engine.
import { z } from 'zod'
import { hostEngine } from '../hosted/worker.ts'
import { createTensorflowEngine } from './in-thread.ts'
import { loadTensorflow } from './library.ts'

/** What the lab hands over: the package to load, and what it computes on. */
const wanted = z.object({ name: z.string(), device: z.string() })

hostEngine(async (data) => {
  const { name, device } = wanted.parse(data)
  const { tf } = await loadTensorflow(name)
  return createTensorflowEngine(tf, device)
})
