import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Outcome, PlainError } from '../../shared/errors.ts'
import { inNumber } from '../../shared/numbers.ts'
import { chooseTarget, type ExportChoice, type Subject } from '../features/bundles/subject.ts'
import { formatBytes } from '../ui/format.ts'
import { askLab } from './lab.ts'
import { askShell } from './shell.ts'
import { followTransfer } from './transfer.ts'

/** What was written. */
export interface Written {
  path: string
  /** In words. */
  what: string
}

/** Tickets or a report on their way out: what of them, where to, how far, where they lie. */
export const useWriting = defineStore('writing', () => {
  const step = ref<'closed' | 'choosing' | 'writing' | 'done'>('closed')
  const subject = shallowRef<Subject | null>(null)
  const written = shallowRef<Written | null>(null)
  const error = shallowRef<PlainError | null>(null)
  const { progress, doing, run, stop } = followTransfer()

  /** Asks how a subject is to be written. */
  function open(wanted: Subject): void {
    subject.value = wanted
    written.value = null
    error.value = null
    step.value = 'choosing'
  }

  /** Asks where to, then writes. */
  async function start(choice: ExportChoice): Promise<void> {
    const wanted = subject.value
    if (!wanted) return
    error.value = null
    const target = chooseTarget(wanted, choice)
    const place = await (target.isFolder
      ? askShell('chooseNewFolder', { title: target.title, name: target.name })
      : askShell('chooseSavePath', { title: target.title, name: target.name, filter: target.filter }))
    if (!place.ok) {
      error.value = place.error
      return
    }
    if (!place.value) return
    const { path } = place.value
    step.value = 'writing'
    const outcome = await run(path, wanted.kind === 'report' ? 'measure' : 'write', () => write(wanted, choice, path))
    step.value = outcome.ok ? 'done' : 'choosing'
    if (outcome.ok) written.value = outcome.value
    else if (outcome.error.code !== 'interrupted') error.value = outcome.error
  }

  async function write(wanted: Subject, choice: ExportChoice, path: string): Promise<Outcome<Written>> {
    if (wanted.kind === 'report') {
      const outcome = await askLab('writeReport', { study: wanted.study, folder: path })
      return outcome.ok
        ? {
            ok: true,
            value: { path, what: `${outcome.value.files.length} ${inNumber(outcome.value.files.length, 'file')}` },
          }
        : outcome
    }
    const { format, ...options } = choice
    const outcome = await askLab('exportBundle', {
      items: [...wanted.items],
      path,
      dense: format === 'dense',
      ...options,
    })
    if (!outcome.ok) return outcome
    const { tickets, bytes } = outcome.value
    return {
      ok: true,
      value: { path, what: `${tickets} ${inNumber(tickets, 'ticket')}, ${formatBytes(bytes)}` },
    }
  }

  function close(): void {
    step.value = 'closed'
    subject.value = null
  }

  return { step, subject, written, error, progress, doing, open, start, stop, close }
})
