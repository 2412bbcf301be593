import { onScopeDispose } from 'vue'
import { useImport } from '../stores/import.ts'
import { askShell } from '../stores/shell.ts'

/** Opens the files that the system hands to the program: a double click, an argument, a second start. */
export function useOpened(): void {
  const imports = useImport()

  async function take(): Promise<void> {
    const outcome = await askShell('takeOpened', {})
    if (outcome.ok && outcome.value.paths.length > 0) await imports.open(outcome.value.paths)
  }
  onScopeDispose(window.shell.onOpened(() => void take()))
  void take()
}
