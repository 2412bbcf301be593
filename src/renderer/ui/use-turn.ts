import { onScopeDispose, ReactiveEffect, shallowRef, type ShallowRef } from 'vue'
import { createTurns } from './turns.ts'

const turns = createTurns((act) => requestAnimationFrame(act))

/** Like `computed`, but what changes later is computed in a turn of its own: see turns.ts. */
export function useTurn<Value>(compute: () => Value): Readonly<ShallowRef<Value>> {
  const effect = new ReactiveEffect(compute)
  const value = shallowRef(effect.run())
  const renew = (): void => {
    if (effect.dirty) value.value = effect.run()
  }
  effect.scheduler = () => turns.ask(renew)
  onScopeDispose(() => turns.withdraw(renew))
  return value
}
