/**
 * Gives those who ask for it a turn each, the longest waiting first and one in a frame, so that charts and grids which
 * change at once do not hold a frame up together. Who asks again while waiting gets one turn.
 * @param inFrame does something in the next frame
 */
export function createTurns(inFrame: (act: () => void) => void) {
  const waiting = new Set<() => void>()
  let isDue = false

  function give(): void {
    isDue = false
    const [next] = waiting
    if (!next) return
    waiting.delete(next)
    if (waiting.size > 0) plan()
    next()
  }
  function plan(): void {
    if (!isDue) inFrame(give)
    isDue = true
  }
  return {
    ask(act: () => void): void {
      waiting.add(act)
      plan()
    },
    withdraw(act: () => void): void {
      waiting.delete(act)
    },
  }
}
