import type { Outcome } from '../../shared/errors.ts'
import type { ShellAnswer, ShellInput, ShellRequestName } from '../../shared/shell.ts'

/** Calls the shell. A broken bridge is an outcome too. */
export async function askShell<Name extends ShellRequestName>(
  name: Name,
  input: ShellInput<Name>,
): Promise<Outcome<ShellAnswer<Name>>> {
  try {
    return await window.shell.call(name, input)
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return { ok: false, error: { code: 'internal', message: `the shell did not answer ${name}: ${message}` } }
  }
}
