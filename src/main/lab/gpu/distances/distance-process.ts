// Owns a graphics device and measures distances on it, in a process of its own: a driver that crashes then ends nothing else,
// and the process can be ended at any time, which a thread with work on a GPU does not survive.
import { plainError } from '../../../../shared/errors.ts'
import type { SignedNetwork } from '../../science/distance/index.ts'
import { openDevice } from '../device.ts'
import type { DeviceAnswer, DeviceTask } from './messages.ts'
import { openSession, type DistanceSession } from './session.ts'

const networks: SignedNetwork[] = []
let session: Promise<DistanceSession> | undefined

async function open({
  device: name,
  options,
  workers,
}: Extract<DeviceTask, { kind: 'open' }>): Promise<DistanceSession> {
  const { device } = await openDevice(name)
  return openSession(device, networks, options, workers)
}

async function measure({ pairs }: Extract<DeviceTask, { kind: 'measure' }>): Promise<void> {
  try {
    const opened = await session
    await opened?.measure(pairs, (results) => say({ kind: 'results', results }))
    say({ kind: 'done' })
  } catch (thrown) {
    say({ kind: 'failed', error: plainError(thrown) })
  }
}

function say(answer: DeviceAnswer): void {
  process.send?.(answer)
}

process.on('message', (task: DeviceTask) => {
  if (task.kind === 'network') networks[task.place] = task.network
  else if (task.kind === 'open') session = open(task)
  else void measure(task)
})
// Not `exit`, which waits for what is under way on the device.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
