import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Association } from '../../shared/association.ts'
import type { PlainError } from '../../shared/errors.ts'
import { askShell } from './shell.ts'

/** Whether the system opens `.tickets` files with Ticketscope; null until it was asked. */
export const useAssociation = defineStore('association', () => {
  const association = shallowRef<Association | null>(null)
  const error = shallowRef<PlainError | null>(null)

  async function load(): Promise<void> {
    take(await askShell('readAssociation', {}))
  }

  /** Has the system open them with Ticketscope, or no longer. */
  async function change(wanted: boolean): Promise<void> {
    take(await askShell('writeAssociation', { wanted }))
  }

  function take(outcome: Awaited<ReturnType<typeof askShell<'readAssociation'>>>): void {
    error.value = outcome.ok ? null : outcome.error
    if (outcome.ok) association.value = outcome.value
  }

  return { association, error, load, change }
})
