// The lab in a process of its own, beside a window: opened at once, asked over the channel to the parent.
import { createBirpc } from 'birpc'
import { plainError } from '../shared/errors.ts'
import type { LabFunctions, LabListeners } from '../shared/protocol.ts'
import { openLab, type Lab } from './lab/index.ts'

let opening: Promise<Lab> | null = null

const rpc = createBirpc<LabListeners, LabFunctions>(
  {
    async call(name, input) {
      try {
        return await (await open()).call(name, input)
      } catch (thrown) {
        return { ok: false, error: plainError(thrown) }
      }
    },
  },
  {
    post: (message) => process.connected && process.send?.(message),
    on: (receive) => process.on('message', receive),
    timeout: -1,
  },
)

/** The lab; a home that could not be opened is tried again with the next request. */
function open(): Promise<Lab> {
  opening ??= openLab({ access: 'own', resume: true }).then(
    (lab) => {
      lab.onEvent((event) => {
        // An event that finds no listener any more is no loss: the store has it.
        rpc.event.asEvent(event).catch(() => undefined)
      })
      return lab
    },
    (thrown: unknown) => {
      opening = null
      throw thrown
    },
  )
  return opening
}

async function close(): Promise<void> {
  const lab = await opening?.catch(() => null)
  await lab?.close()
  process.exit()
}

process.once('disconnect', () => void close())
// A terminal's Ctrl-C reaches the whole group; the parent decides when the lab ends.
process.on('SIGINT', () => undefined)
open().catch(() => undefined) // the first request says what is wrong
