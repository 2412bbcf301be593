import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Outcome } from '../../shared/errors.ts'
import type { TransferEvent, TransferPhase } from '../../shared/transfers.ts'
import { askLab } from './lab.ts'

const phaseTitles: Record<TransferPhase, string> = {
  read: 'Reading and checking',
  store: 'Writing into the home',
  measure: 'Measuring distances',
  write: 'Writing',
}

/** One transfer at a time: how far it is, and how to stop it. */
export function followTransfer() {
  const progress = shallowRef<TransferEvent | null>(null)
  const doing = ref('')
  let path: string | null = null
  onScopeDispose(
    window.lab.onEvent((event) => {
      if (event.event !== 'transfer.progress' || event.path !== path) return
      progress.value = event
      doing.value = phaseTitles[event.phase]
    }),
  )

  /** @param of the path that the transfer goes by @param first what it begins with */
  async function run<Value>(
    of: string,
    first: TransferPhase,
    ask: () => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    path = of
    progress.value = null
    doing.value = phaseTitles[first]
    const outcome = await ask()
    path = null
    return outcome
  }

  /** Ends it; nothing of it is kept. */
  function stop(): void {
    if (path !== null) void askLab('cancelTransfer', { path })
  }

  return { progress, doing, run, stop }
}
