import type { Outcome } from '../../shared/errors.ts'
import type { Answer, RequestInput, RequestName } from '../../shared/protocol.ts'

/** Calls the lab. A broken bridge is an outcome too, so that the window can always say what happened. */
export async function askLab<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
): Promise<Outcome<Answer<Name>>> {
  try {
    return await window.lab.call(name, input)
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return { ok: false, error: { code: 'internal', message: `the lab did not answer ${name}: ${message}` } }
  }
}
